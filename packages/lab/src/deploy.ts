/** Creates what a deployment description names: queues, table, topic, roles. */
import type { Deployment, FunctionDescription, Queue } from "@holdfast/core";
import type { Identity, Role } from "./identity.ts";
import type { DynamoDB } from "./services/dynamodb.ts";
import type { S3 } from "./services/s3.ts";
import type { SecurityHub } from "./services/securityhub.ts";
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
  services.sns.createTopic(account, region, topic.name);
  services.s3.createBucket(account, bucket.name);
  services.securityHub.enable(account, region);
  return new Map(
    functions.map(({ name, role }) => {
      const trust = ["lambda.amazonaws.com"];
      return [name, identity.addRole({ account, ...role, trust })];
    }),
  );
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
