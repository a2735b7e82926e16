/** The event of an SQS source, and what the function's answer says about it. */
import { createHash } from "node:crypto";
import type { ReceivedMessage } from "../services/queue.ts";

export function sqsEvent(
  batch: readonly ReceivedMessage[],
  source: { readonly arn: string; readonly region: string },
): unknown {
  const Records = batch.map((message) => ({
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receiveCount),
      SentTimestamp: String(message.sentAt),
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    },
    messageAttributes: {},
    md5OfBody: createHash("md5").update(message.body).digest("hex"),
    eventSource: "aws:sqs",
    eventSourceARN: source.arn,
    awsRegion: source.region,
  }));
  return { Records };
}

/**
 * The messages that the function has done with. Lambda takes an answer that it can't read, or that
 * names a message which is not in the batch, as a failure of the whole batch.
 */
export function succeeded(
  batch: readonly ReceivedMessage[],
  answer: unknown,
): readonly ReceivedMessage[] {
  const failures: unknown = Reflect.get(Object(answer), "batchItemFailures") ?? [];
  if (!Array.isArray(failures)) return [];
  const failed = new Set(failures.map((one) => Reflect.get(Object(one), "itemIdentifier")));
  const known = new Set<unknown>(batch.map(({ messageId }) => messageId));
  if ([...failed].some((id) => !known.has(id))) return [];
  return batch.filter(({ messageId }) => !failed.has(messageId));
}
