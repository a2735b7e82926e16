/** The domain's own queue in SQS: messages that Holdfast sends to itself. */
import type { DelayedQueue } from "@holdfast/core";
import { type CallOptions, createCall } from "./call.ts";

export interface QueueOptions extends CallOptions {
  /** URL of the SQS queue. */
  readonly url: string;
}

const maxDelay = 900;

/** Throws an `AwsError` if SQS does, a `RangeError` on a delay that SQS would refuse. */
export function createQueue(options: QueueOptions): DelayedQueue {
  const call = createCall(options);
  return {
    async send(message, delay) {
      // SQS takes whole seconds; looking a little later is safe, earlier may be too early.
      const seconds = Math.ceil(delay);
      if (!(seconds >= 0 && seconds <= maxDelay)) {
        throw new RangeError(`a delay is 0 to ${maxDelay} seconds, not ${delay}`);
      }
      await call("sqs:SendMessage", {
        QueueUrl: options.url,
        MessageBody: JSON.stringify(message),
        DelaySeconds: seconds,
      });
    },
  };
}
