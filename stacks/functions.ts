/** The functions, each with its role, its log group and what feeds it. */
import type { Deployment, FunctionDescription, QueueSource } from "@holdfast/core";
import { artifactPath } from "./description.ts";
import { policyDocument, type ResourceStatement } from "./policy.ts";
import { named, type QueueWithPolicy } from "./queues.ts";
import { subscribe } from "./subscriptions.ts";
import type { createTopic } from "./topic.ts";

const LAMBDA_ONLY: ResourceStatement = {
  Sid: "LambdaOnly",
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: "sts:AssumeRole",
};

export function createFunctions(
  deployment: Deployment,
  sources: {
    readonly queues: ReadonlyMap<string, QueueWithPolicy>;
    readonly topic: ReturnType<typeof createTopic>;
  },
): void {
  for (const described of deployment.functions) {
    const { nodes } = createFunction(described);
    const { name, source } = described;
    if ("queue" in source) poll(source, { name, arn: nodes.function.arn }, sources.queues);
    else subscribe(deployment, source, { name, function: nodes.function }, sources);
  }
}

/** Has Lambda poll a queue for a function. */
function poll(
  source: QueueSource,
  reader: { readonly name: string; readonly arn: $util.Output<string> },
  queues: ReadonlyMap<string, QueueWithPolicy>,
): void {
  new aws.lambda.EventSourceMapping(reader.name, {
    functionName: reader.arn,
    eventSourceArn: named(queues, source.queue).queue.arn,
    batchSize: source.batchSize,
    maximumBatchingWindowInSeconds: source.batchingWindow,
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency: source.maximumConcurrency },
  });
}

/**
 * SST zips and uploads the bundle; what it would add of its own is replaced by what is described.
 * Nothing is linked, since `link` grants every action of a service.
 */
function createFunction({ role, ...described }: FunctionDescription) {
  return new sst.aws.Function(described.name, {
    name: described.name,
    bundle: artifactPath(described.bundle),
    handler: described.handler,
    runtime: described.runtime,
    architecture: described.architecture,
    memory: `${described.memory} MB`,
    timeout: `${described.timeout} seconds`,
    transform: {
      // Without SST_KEY and its like: they serve links.
      function: { environment: { variables: { ...described.environment } } },
      logGroup: { retentionInDays: described.logRetentionDays },
      // Not by the `role` argument: SST takes the first part of a role's path for its name.
      role: {
        name: role.name,
        path: role.path,
        // SST 4.17.1 trusts the whole account besides, as `sst dev` needs: it tests an Output where it
        // means its value. Whoever may assume roles there could then act as Holdfast.
        assumeRolePolicy: policyDocument([LAMBDA_ONLY]),
        inlinePolicies: [{ name: "holdfast", policy: policyDocument(role.statements) }],
        // Without AWSLambdaBasicExecutionRole, which allows writing to every log group.
        managedPolicyArns: [],
      },
    },
  });
}
