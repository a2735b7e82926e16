/** What has a function invoked by the alert topic, and keeps what it could not handle. */
import type { Deployment, TopicSource } from "@holdfast/core";
import { named, type QueueWithPolicy } from "./queues.ts";
import type { createTopic } from "./topic.ts";

type Topic = ReturnType<typeof createTopic>;
type LambdaFunction = InstanceType<typeof aws.lambda.Function>;

/** @throws Error when the description names another topic than its own. */
export function subscribe(
  deployment: Deployment,
  source: TopicSource,
  subscriber: { readonly name: string; readonly function: $util.Output<LambdaFunction> },
  {
    topic,
    queues,
  }: { readonly topic: Topic; readonly queues: ReadonlyMap<string, QueueWithPolicy> },
): void {
  if (source.topic !== deployment.topic.name) {
    throw new Error(`The description names the topic ${source.topic}, but has none.`);
  }
  const { name } = subscriber;
  const { arn, name: functionName } = $util.output(subscriber.function);
  const dead = named(queues, source.deadLetterQueue);

  const permission = new aws.lambda.Permission(name, {
    function: functionName,
    action: "lambda:InvokeFunction",
    principal: "sns.amazonaws.com",
    // Without it any topic of any account could invoke the function.
    sourceArn: topic.topic.arn,
  });
  // SNS invokes asynchronously, so a failing function is Lambda's to retry and to give up on.
  const retries = new aws.lambda.FunctionEventInvokeConfig(name, {
    functionName,
    maximumRetryAttempts: source.maximumRetries,
    maximumEventAgeInSeconds: source.maximumEventAge,
    destinationConfig: { onFailure: { destination: dead.queue.arn } },
  });
  new aws.sns.TopicSubscription(
    name,
    {
      topic: topic.topic.arn,
      protocol: "lambda",
      endpoint: arn,
      // For what never gets as far as the function: it is gone, or the permission is.
      redrivePolicy: $jsonStringify({ deadLetterTargetArn: dead.queue.arn }),
    },
    // An alert that comes before these is not retried as described.
    { dependsOn: [permission, retries, dead.policy] },
  );
}
