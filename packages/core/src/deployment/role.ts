/** The role of an enforcer: exactly the declared calls, on the declared resources. */
import type { Baseline } from "../baseline/model.ts";
import type { Condition, Declared, Guardrail } from "../guardrail.ts";
import type { Statement } from "./model.ts";

interface Parts {
  readonly region: string;
  readonly account: string;
  readonly table: string;
  readonly topic: string;
  readonly queue: string;
  readonly function: string;
}

/** Statements for the guardrails' own calls, then for what every enforcer needs. */
export function statementsOf(
  guardrails: readonly Guardrail[],
  baseline: Baseline,
  parts: Parts,
): Statement[] {
  return [
    ...declared(
      "Read",
      guardrails.flatMap(({ reads }) => reads),
      baseline,
    ),
    ...declared(
      "Write",
      guardrails.flatMap(({ writes }) => writes),
      baseline,
    ),
    ...infrastructure(parts),
  ];
}

interface Group {
  readonly actions: Set<string>;
  readonly resources: readonly string[];
  readonly condition: Condition | undefined;
}

/** Actions with the same resources and conditions share a statement. */
function declared(sid: string, calls: readonly Declared[], baseline: Baseline): Statement[] {
  const groups = new Map<string, Group>();
  for (const call of calls) {
    const resources = [...new Set(call.resources(baseline))].sort();
    // Where a baseline declares nothing that the call would be made on, nobody needs the permission.
    if (resources.length === 0) continue;
    const condition = call.condition?.(baseline);
    const id = JSON.stringify([resources, condition]);
    const group = groups.get(id) ?? { actions: new Set<string>(), resources, condition };
    for (const action of [call.action, ...(call.dependent ?? [])]) group.actions.add(action);
    groups.set(id, group);
  }
  return [...groups.values()].map(({ actions, resources, condition }, index) => ({
    Sid: `${sid}${index + 1}`,
    Effect: "Allow",
    Action: [...actions].sort(),
    Resource: resources,
    ...(condition && { Condition: condition }),
  }));
}

function infrastructure({ region, account, table, topic, queue, ...rest }: Parts): Statement[] {
  const at = `${region}:${account}`;
  return [
    {
      Sid: "IncidentTable",
      Effect: "Allow",
      Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
      Resource: [`arn:aws:dynamodb:${at}:table/${table}`],
    },
    {
      Sid: "OwnQueue",
      Effect: "Allow",
      // Receive, delete and attributes are what Lambda's poller needs of the function's role.
      Action: [
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage",
        "sqs:SendMessage",
      ],
      Resource: [`arn:aws:sqs:${at}:${queue}`],
    },
    {
      Sid: "Alerts",
      Effect: "Allow",
      Action: ["sns:Publish"],
      Resource: [`arn:aws:sns:${at}:${topic}`],
    },
    {
      Sid: "Findings",
      Effect: "Allow",
      Action: ["securityhub:BatchImportFindings"],
      Resource: [`arn:aws:securityhub:${at}:product/${account}/default`],
    },
    {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [`arn:aws:logs:${at}:log-group:/aws/lambda/${rest.function}:*`],
    },
  ];
}
