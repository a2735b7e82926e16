/** The queues between rules and functions, and those for what nobody could handle or deliver. */
import type { Deployment, Queue } from "@holdfast/core";
import { queueArn, ruleArn, topicArn } from "./arns.ts";
import { policyDocument, type ResourceStatement, tlsOnly } from "./policy.ts";

type SqsQueue = InstanceType<typeof aws.sqs.Queue>;

/** A queue, and the policy that has to exist before anything is sent to it. */
export interface QueueWithPolicy {
  readonly queue: SqsQueue;
  readonly policy: InstanceType<typeof aws.sqs.QueuePolicy>;
}

/** Every queue of the description, by name. */
export function createQueues(deployment: Deployment): Map<string, QueueWithPolicy> {
  const created = new Map<string, QueueWithPolicy>();
  // SQS refuses a redrive policy that names a queue which is not there yet.
  const deadLettersFirst = deployment.queues.toSorted(
    (a, b) => Number("deadLetterQueue" in a) - Number("deadLetterQueue" in b),
  );
  for (const described of deadLettersFirst) {
    const { name, deadLetterQueue, maxReceiveCount } = described;
    const queue = new aws.sqs.Queue(name, {
      name,
      visibilityTimeoutSeconds: described.visibilityTimeout,
      messageRetentionSeconds: described.retention,
      sqsManagedSseEnabled: true,
      redriveAllowPolicy: JSON.stringify(redriveAllowed(deployment, described)),
      redrivePolicy:
        deadLetterQueue === undefined
          ? undefined
          : $jsonStringify({
              deadLetterTargetArn: named(created, deadLetterQueue).queue.arn,
              maxReceiveCount,
            }),
    });
    const policy = new aws.sqs.QueuePolicy(name, {
      queueUrl: queue.url,
      policy: policyDocument(queueStatements(deployment, described)),
    });
    created.set(name, { queue, policy });
  }
  return created;
}

/** @throws Error when the description names a queue that it does not describe. */
export function named(queues: ReadonlyMap<string, QueueWithPolicy>, name: string): QueueWithPolicy {
  const found = queues.get(name);
  if (found === undefined)
    throw new Error(`The description names the queue ${name}, but has none.`);
  return found;
}

/** Only the queues that name this one may move their messages to it. */
function redriveAllowed(deployment: Deployment, { name }: Queue): object {
  const sources = deployment.queues.filter(({ deadLetterQueue }) => deadLetterQueue === name);
  if (sources.length === 0) return { redrivePermission: "denyAll" };
  return {
    redrivePermission: "byQueue",
    sourceQueueArns: sources.map((source) => queueArn(deployment, source.name)),
  };
}

/**
 * EventBridge may send, but for our rules only, and SNS what it could not deliver from our topic. A
 * function sends delayed messages by its role's policy, and so does Lambda what the function failed
 * at. Nobody in the account is denied: people redrive dead letters, and a forged message makes an
 * enforcer look at live state, no more; of the tripwires it makes an alert that is not true.
 */
function queueStatements(deployment: Deployment, { name }: Queue): ResourceStatement[] {
  const queue = queueArn(deployment, name);
  const rules = deployment.rules.filter(
    ({ target }) => name === deployment.undelivered || ("queue" in target && target.queue === name),
  );
  const takesFromTopic = deployment.functions.some(
    ({ source }) => "topic" in source && source.deadLetterQueue === name,
  );
  return [
    ...sendersTo(
      queue,
      "RulesSendMessages",
      "events.amazonaws.com",
      rules.map((rule) => ruleArn(deployment, rule)),
    ),
    ...sendersTo(
      queue,
      "TopicSendsDeadLetters",
      "sns.amazonaws.com",
      takesFromTopic ? [topicArn(deployment)] : [],
    ),
    tlsOnly("sqs:*", queue),
  ];
}

/** Lets a service send on behalf of these sources; nothing if there are none. */
function sendersTo(
  queue: string,
  Sid: string,
  Service: string,
  sources: string[],
): ResourceStatement[] {
  if (sources.length === 0) return [];
  return [
    {
      Sid,
      Effect: "Allow",
      Principal: { Service },
      Action: "sqs:SendMessage",
      Resource: queue,
      Condition: { ArnEquals: { "aws:SourceArn": sources } },
    },
  ];
}
