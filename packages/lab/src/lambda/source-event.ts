/** The events of SQS and SNS as sources, and what a function's answer says about a batch. */
import { createHash } from "node:crypto";
import type { ReceivedMessage } from "../services/queue.ts";
import type { PublishedMessage } from "../services/sns.ts";

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

/** SNS hands a function one message at a time. The signature is not verified by anybody here. */
export function snsEvent(
  { messageId, subject, message, byProtocol, at }: PublishedMessage,
  topicArn: string,
): unknown {
  return {
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: `${topicArn}:00000000-0000-4000-8000-000000000000`,
        Sns: {
          Type: "Notification",
          MessageId: messageId,
          TopicArn: topicArn,
          Subject: subject ?? null,
          Message: byProtocol.lambda ?? byProtocol.default ?? message,
          Timestamp: new Date(at).toISOString(),
          SignatureVersion: "1",
          Signature: "EXAMPLE",
          SigningCertUrl: "EXAMPLE",
          UnsubscribeUrl: "EXAMPLE",
          MessageAttributes: {},
        },
      },
    ],
  };
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
