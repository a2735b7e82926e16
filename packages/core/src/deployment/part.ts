/** One function of the deployment with what belongs to it, and the pieces that such parts are made of. */
import type { Alarm, FunctionDescription, Queue } from "./model.ts";

export interface Part {
  readonly queues: readonly Queue[];
  readonly function: FunctionDescription;
  readonly alarms: readonly Alarm[];
}

/** How every function runs. */
export const RUNTIME = {
  handler: "index.handler",
  runtime: "nodejs24.x",
  architecture: "arm64",
  logRetentionDays: 365,
} as const;

/** A queue that nobody polls: what lands there waits two weeks (the SQS limit) for a person. */
export function plainQueue(name: string): Queue {
  return { name, visibilityTimeout: 30, retention: 14 * 86_400 };
}

/** Raised by the first message in a queue where there should be none. */
export function notEmpty(queue: string, description: string): Alarm {
  return {
    name: `${queue}-not-empty`,
    description,
    namespace: "AWS/SQS",
    metric: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queue },
    statistic: "Maximum",
    threshold: 0,
    period: 60,
  };
}
