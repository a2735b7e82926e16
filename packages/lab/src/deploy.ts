/** Creates what a deployment description names: queues, table, topic, roles, and a Slack to tell. */
import type { Deployment, FunctionDescription, Queue } from "@holdfast/core";
import { inAccount, memberTrust } from "@holdfast/core/deployment";
import type { Identity, NewRole, Role } from "./identity.ts";
import type { Functions } from "./lambda/functions.ts";
import { snsEvent } from "./lambda/source-event.ts";
import type { OrganizationState } from "./organizations/state.ts";
import type { DynamoDB } from "./services/dynamodb.ts";
import type { S3 } from "./services/s3.ts";
import type { SecretsManager } from "./services/secretsmanager.ts";
import type { SecurityHub } from "./services/securityhub.ts";
import type { Slack } from "./services/slack/index.ts";
import type { Sns } from "./services/sns.ts";
import type { Sqs } from "./services/sqs.ts";

/** Returns the role of each function by the function's name. */
export function deploy(
  { account, region, queues, table, topic, bucket, functions }: Deployment,
  services: {
    readonly sqs: Sqs;
    readonly dynamodb: DynamoDB;
    readonly sns: Sns;
    readonly s3: S3;
    readonly securityHub: SecurityHub;
    readonly identity: Pick<Identity, "addRole">;
    readonly secrets: SecretsManager;
    readonly slack: Pick<Slack, "createChannel" | "newToken">;
  },
): ReadonlyMap<string, Role> {
  const { sqs, identity } = services;
  // Dead-letter queues first: the others point at them.
  const ordered = queues.toSorted((one, other) => rank(one) - rank(other));
  for (const { name, visibilityTimeout, retention, maxReceiveCount, deadLetterQueue } of ordered) {
    const redrive = deadLetterQueue !== undefined &&
      maxReceiveCount !== undefined && {
        redrive: { maxReceiveCount, deadLetterQueue: sqs.queue(deadLetterQueue) },
      };
    sqs.createQueue(account, region, name, { visibilityTimeout, retention, ...redrive });
  }
  services.dynamodb.createTable(account, region, table.name);
  services.s3.createBucket(account, bucket.name);
  services.securityHub.enable(account, region);
  for (const { environment } of functions) {
    const { HOLDFAST_SLACK_CHANNEL: channel, HOLDFAST_SLACK_SECRET: secret } = environment;
    if (channel === undefined || secret === undefined) continue;
    // What somebody who sets Holdfast up does by hand: an app in the channel, its token in a secret.
    services.slack.createChannel(channel);
    services.secrets.put(account, region, secret, services.slack.newToken());
  }
  const roles = new Map(
    functions.map(({ name, role }) => {
      const trust = ["lambda.amazonaws.com"];
      return [name, identity.addRole({ account, ...role, trust })];
    }),
  );
  services.sns.createTopic(account, region, topic.name, publishersAmong(functions, roles));
  return roles;
}

/** The topic's policy denies whoever is not the role of a function that publishes. */
function publishersAmong(
  functions: Deployment["functions"],
  roles: ReadonlyMap<string, Role>,
): string[] {
  const publishes = ({ role }: FunctionDescription) =>
    role.statements.some(({ Action }) => Action.includes("sns:Publish"));
  return functions.filter(publishes).flatMap(({ name }) => roles.get(name)?.arn ?? []);
}

/** Has the topic tell the functions that the description feeds from it. */
export function subscribe(
  { account, region, functions }: Deployment,
  sns: Sns,
  running: Pick<Functions, "deliver">,
): void {
  for (const { name, source } of functions) {
    if (!("topic" in source)) continue;
    const arn = `arn:aws:sns:${region}:${account}:${source.topic}`;
    sns.subscribe(arn, (message) => running.deliver(name, snsEvent(message, arn)));
  }
}

function rank({ deadLetterQueue }: Queue): number {
  return deadLetterQueue === undefined ? 0 : 1;
}

/** What Lambda adds to a function's own environment, credentials apart. */
export function functionEnvironment(
  description: FunctionDescription,
  region: string,
): Readonly<Record<string, string>> {
  return {
    ...description.environment,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${description.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: description.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(description.memory),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${description.name}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    _HANDLER: description.handler,
    TZ: ":UTC",
  };
}

/** How long StackSets take to reach an account that has joined, in milliseconds: minutes, as AWS says. */
const ROLL_OUT = 5 * 60_000;

/**
 * Whether what every account has is in this one, and of use: the management account's stacks are made with
 * Holdfast, and of who has left the hub bus takes nothing.
 */
export function isRolledOut(
  { management, accounts }: OrganizationState,
  account: string,
  now: number,
): boolean {
  if (account === management) return true;
  const member = accounts.get(account);
  return member !== undefined && now - member.joined >= ROLL_OUT;
}

/** The roles that every account has for Holdfast, as they are in one. */
export function memberRolesIn(deployment: Deployment, account: string): readonly NewRole[] {
  return deployment.memberRoles.map((role) => ({
    account,
    name: role.name,
    path: role.path,
    trust: memberTrust(role, deployment),
    statements: role.statements.map(({ Resource, ...rest }) => ({
      ...rest,
      Resource: Resource.map((arn) => inAccount(arn, account)),
    })),
  }));
}
