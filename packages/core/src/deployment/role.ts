/** The role of an enforcer: exactly the declared calls, on the declared resources. */
import type { Baseline } from "../baseline/model.ts";
import { mayWrite } from "../baseline/query.ts";
import type { Condition, Declared, Domain, Guardrail } from "../guardrail.ts";
import { outboxOf } from "../reconcile/announce.ts";
import { LEDGER } from "../reconcile/ledger.ts";
import { REMOVALS } from "../reconcile/removals.ts";
import type { Statement } from "./model.ts";

interface Parts {
  readonly region: string;
  readonly account: string;
  readonly table: string;
  /** Patterns of the table's partitions that it may write; see `partitionsOf`. */
  readonly partitions: readonly string[];
  readonly topic: string;
  readonly queue: string;
  readonly function: string;
  /** Path and name of the roles of other accounts that it takes. */
  readonly takes: readonly string[];
}

/**
 * Statements for the guardrails' own calls, then for what every enforcer needs. A guardrail whose mode
 * is nowhere beyond `alert` gets no writes: the ramp is one of permissions, too.
 */
export function statementsOf(
  guardrails: readonly Guardrail[],
  baseline: Baseline,
  parts: Parts,
): Statement[] {
  return [
    ...declared(
      "Read",
      guardrails.flatMap((guardrail) => guardrail.reads.filter(isHome(guardrail))),
      baseline,
    ),
    ...declared(
      "Write",
      guardrails
        .filter(({ id }) => mayWrite(baseline, id))
        .flatMap((guardrail) => guardrail.writes.filter(isHome(guardrail))),
      baseline,
    ),
    ...assuming(parts.takes),
    ...infrastructure(parts),
  ];
}

function assuming(roles: readonly string[]): Statement[] {
  if (roles.length === 0) return [];
  return [
    {
      Sid: "OtherAccounts",
      Effect: "Allow",
      Action: ["sts:AssumeRole"],
      Resource: roles.map((role) => `arn:aws:iam::*:role${role}`),
    },
  ];
}

/** Whether a call is made by the function's own role. */
function isHome({ domain }: Guardrail): (call: Declared) => boolean {
  return ({ home }) => domain !== "accounts" || home === true;
}

/** Statements of the roles that every account has. */
export function memberStatements(
  guardrails: readonly Guardrail[],
  baseline: Baseline,
): { readonly observe: readonly Statement[]; readonly remediate: readonly Statement[] } {
  const away = (calls: (guardrail: Guardrail) => readonly Declared[]) =>
    guardrails.flatMap((guardrail) => calls(guardrail).filter((call) => !isHome(guardrail)(call)));
  const writes = away(({ id, writes }) => (mayWrite(baseline, id) ? writes : []));
  return {
    observe: declared(
      "Read",
      away(({ reads }) => reads),
      baseline,
    ),
    remediate: declared("Write", writes, baseline),
  };
}

/**
 * What the enforcer of a domain writes of the table: its keys' leases and incidents, its lists and its
 * outbox. Pauses and holds are set by people alone, or whoever takes a function over could stop every
 * write with one item.
 * @param ids of its guardrails and tripwires
 */
export function partitionsOf(domain: Domain, ids: readonly string[]): string[] {
  const own = ids.flatMap((id) => [`${id}/*`, `open#${id}`]);
  // Only where something is put right is something taken away, or made anew.
  const shared = domain === "tripwires" ? [] : [LEDGER.partition, REMOVALS];
  return [outboxOf(domain), ...own, ...shared].sort();
}

interface Group {
  readonly actions: Set<string>;
  readonly resources: readonly string[];
  readonly condition: Condition | undefined;
}

/** Actions with the same resources and conditions share a statement. */
function declared(sid: string, calls: readonly Declared[], baseline: Baseline): Statement[] {
  const groups = new Map<string, Group>();
  function add(actions: readonly string[], resources: readonly string[], condition?: Condition) {
    const id = JSON.stringify([resources, condition]);
    const group = groups.get(id) ?? { actions: new Set<string>(), resources, condition };
    for (const action of actions) group.actions.add(action);
    groups.set(id, group);
  }
  for (const call of calls) {
    const resources = [...new Set(call.resources(baseline))].sort();
    // Where a baseline declares nothing that the call would be made on, nobody needs the permission.
    if (resources.length === 0) continue;
    add([call.action], resources, call.condition?.(baseline));
    for (const { actions, resources: on } of call.further?.(baseline) ?? []) add(actions, on);
  }
  return [...groups.values()].map(({ actions, resources, condition }, index) => ({
    Sid: `${sid}${index + 1}`,
    Effect: "Allow",
    Action: [...actions].sort(),
    Resource: resources,
    ...(condition && { Condition: condition }),
  }));
}

function infrastructure(parts: Parts): Statement[] {
  const { region, account, table, partitions, topic, queue, ...rest } = parts;
  const at = `${region}:${account}`;
  return [
    {
      Sid: "IncidentTable",
      Effect: "Allow",
      Action: ["dynamodb:GetItem", "dynamodb:Query"],
      Resource: [`arn:aws:dynamodb:${at}:table/${table}`],
    },
    {
      Sid: "OwnPartitions",
      Effect: "Allow",
      Action: ["dynamodb:PutItem"],
      Resource: [`arn:aws:dynamodb:${at}:table/${table}`],
      Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": partitions } },
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
