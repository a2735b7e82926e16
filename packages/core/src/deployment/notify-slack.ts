/** The function that tells Slack: fed by the alert topic, and allowed next to nothing. */
import type { Baseline, SlackSettings } from "../baseline/model.ts";
import { SLACK_PARTITIONS } from "../notify/store.ts";
import type { Statement } from "./model.ts";
import { nameOf, ROLE_PATH } from "./names.ts";
import { notEmpty, type Part, plainQueue, RUNTIME } from "./part.ts";

/** Seconds. Slack may ask to wait for half a minute; the rest is for a second attempt. */
const TIMEOUT = 60;

export function notifySlack(
  { secret, channel }: SlackSettings,
  { organization: { management, hubRegion } }: Pick<Baseline, "organization">,
  stage: string,
): Part {
  const name = nameOf(stage, "notify-slack");
  const dead = plainQueue(`${name}-dead`);
  const table = nameOf(stage, "incidents");
  return {
    queues: [dead],
    function: {
      ...RUNTIME,
      name,
      bundle: "functions/notify-slack",
      memory: 256,
      timeout: TIMEOUT,
      environment: {
        HOLDFAST_STAGE: stage,
        HOLDFAST_TABLE: table,
        HOLDFAST_SLACK_SECRET: secret,
        HOLDFAST_SLACK_CHANNEL: channel,
      },
      role: {
        name,
        path: ROLE_PATH,
        statements: statements(`${hubRegion}:${management}`, {
          secret,
          table,
          dead: dead.name,
          function: name,
        }),
      },
      source: {
        topic: nameOf(stage, "alerts"),
        // The most that Lambda offers: after one minute, and after two more.
        maximumRetries: 2,
        maximumEventAge: 6 * 3600,
        deadLetterQueue: dead.name,
      },
    },
    alarms: [
      notEmpty(dead.name, "Slack was not told: alerts that could not be delivered wait here"),
      {
        name: `${name}-lost`,
        description: "Slack was not told, and the alert could not be kept either",
        namespace: "AWS/Lambda",
        metric: "DestinationDeliveryFailures",
        dimensions: { FunctionName: name },
        statistic: "Sum",
        threshold: 0,
        period: 60,
      },
    ],
  };
}

/**
 * It talks to the internet, so it may neither publish alerts nor touch leases, pauses and holds: of
 * the table it has only its own partitions.
 */
function statements(
  at: string,
  parts: {
    readonly secret: string;
    readonly table: string;
    readonly dead: string;
    readonly function: string;
  },
): Statement[] {
  return [
    {
      Sid: "SlackSecret",
      Effect: "Allow",
      Action: ["secretsmanager:GetSecretValue"],
      Resource: [secretArn(at, parts.secret)],
    },
    {
      Sid: "OwnPartitions",
      Effect: "Allow",
      Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
      Resource: [`arn:aws:dynamodb:${at}:table/${parts.table}`],
      Condition: {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [`${SLACK_PARTITIONS}*`] },
      },
    },
    {
      // Lambda sends what was given up with the function's own role.
      Sid: "DeadLetters",
      Effect: "Allow",
      Action: ["sqs:SendMessage"],
      Resource: [`arn:aws:sqs:${at}:${parts.dead}`],
    },
    {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [`arn:aws:logs:${at}:log-group:/aws/lambda/${parts.function}:*`],
    },
  ];
}

/** AWS appends a hyphen and six characters to a secret's name; six `?` match them and no other name. */
function secretArn(at: string, secret: string): string {
  return secret.startsWith("arn:")
    ? secret
    : `arn:aws:secretsmanager:${at}:secret:${secret}-??????`;
}
