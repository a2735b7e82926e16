/** Simple Queue Service: queues over the wire, and in process for the Lambda poller. */
import { createHash } from "node:crypto";
import { type Call, type Context, type Operation, type Service, ServiceError } from "../service.ts";
import { Queue, type QueueSettings, type ReceivedMessage } from "./queue.ts";
import { queueAttributes } from "./queue-attributes.ts";
import { byteLength, numberOf, onlySupports, PerRegion, textOf, textsOf } from "./support.ts";

export interface Sqs {
  readonly service: Service;
  /** Throws if the account has a queue of that name in the Region. */
  createQueue(account: string, region: string, name: string, settings?: QueueSettings): Queue;
  /** By ARN, or by name where only one account and Region has it; throws if there is none. */
  queue(arnOrName: string): Queue;
  /** Puts a message in, as an EventBridge target does. Returns its id. */
  send(queue: string, body: string, delaySeconds?: number): string;
  receive(queue: string, max: number): readonly ReceivedMessage[];
  deleteMessage(queue: string, receiptHandle: string): void;
  /** Epoch milliseconds; undefined if the queue is empty. */
  nextVisibleAt(queue: string): number | undefined;
}

/** Bytes: 1 MiB since August 2025. */
const MESSAGE_LIMIT = 1024 * 1024;
const LONGEST_DELAY = 900;

export function createSqs(context: Context): Sqs {
  const places = new PerRegion<Map<string, Queue>>(() => new Map());
  const all: Queue[] = [];

  function queue(arnOrName: string): Queue {
    const found = all.filter(({ arn, name }) => arn === arnOrName || name === arnOrName);
    const [only] = found;
    if (found.length === 1 && only) return only;
    throw new Error(`The lab has ${found.length} queues called ${arnOrName}; name one by its ARN.`);
  }

  // Only account and name count: a client that found the lab by endpoint keeps AWS's host in the URL.
  function queueOf(input: Readonly<Record<string, unknown>>, call: Call): Queue {
    const [name = "", account = ""] = textOf(input, "QueueUrl").split("/").reverse();
    return existing(account, call.region, name);
  }

  function existing(account: string, region: string, name: string): Queue {
    const found = places.in(account, region).get(name);
    if (found) return found;
    throw new ServiceError("QueueDoesNotExist", "The specified queue does not exist.");
  }

  const GetQueueUrl: Operation = (input, { principal, region }) => {
    const account = textOf(input, "QueueOwnerAWSAccountId") || principal.account;
    return { QueueUrl: urlOf(existing(account, region, textOf(input, "QueueName"))) };
  };

  const GetQueueAttributes: Operation = (input, call) => {
    const attributes = queueAttributes(queueOf(input, call), textsOf(input, "AttributeNames"));
    return Object.keys(attributes).length > 0 ? { Attributes: attributes } : {};
  };

  const SendMessage: Operation = (input, call) => {
    onlySupports("SendMessage", input, SEND_MESSAGE, "UnsupportedOperation");
    const target = queueOf(input, call);
    const body = textOf(input, "MessageBody");
    const delay = numberOf(input, "DelaySeconds");
    checkBody(body);
    if (delay !== undefined) checkRange("DelaySeconds", delay, 0, LONGEST_DELAY);
    return { MessageId: target.send(body, delay), MD5OfMessageBody: md5(body) };
  };

  const ReceiveMessage: Operation = (input, call) => {
    // Long polling is left out: the lab answers at once, as WaitTimeSeconds allows.
    onlySupports("ReceiveMessage", input, RECEIVE_MESSAGE, "UnsupportedOperation");
    const max = numberOf(input, "MaxNumberOfMessages") ?? 1;
    checkRange("MaxNumberOfMessages", max, 1, 10);
    const received = queueOf(input, call).receive(max, numberOf(input, "VisibilityTimeout"));
    const wanted = [
      ...textsOf(input, "MessageSystemAttributeNames"),
      ...textsOf(input, "AttributeNames"),
    ];
    return received.length > 0
      ? { Messages: received.map((message) => wireMessage(message, wanted)) }
      : {};
  };

  const DeleteMessage: Operation = (input, call) => {
    const handle = textOf(input, "ReceiptHandle");
    if (!/^[0-9a-f]{64}$/.test(handle)) {
      const message = `The input receipt handle "${handle}" is not a valid receipt handle.`;
      throw new ServiceError("ReceiptHandleIsInvalid", message, {}, 404);
    }
    queueOf(input, call).delete(handle);
    return {};
  };

  return {
    service: {
      name: "sqs",
      operations: { GetQueueUrl, GetQueueAttributes, SendMessage, ReceiveMessage, DeleteMessage },
    },
    createQueue(account, region, name, settings = {}) {
      const place = places.in(account, region);
      if (place.has(name)) throw new Error(`${account} has a queue ${name} in ${region} already.`);
      const created = new Queue(context, { account, region, name }, settings);
      place.set(name, created);
      all.push(created);
      return created;
    },
    queue,
    send: (name, body, delaySeconds) => queue(name).send(body, delaySeconds),
    receive: (name, max) => queue(name).receive(max),
    deleteMessage: (name, receiptHandle) => queue(name).delete(receiptHandle),
    nextVisibleAt: (name) => queue(name).nextVisibleAt(),
  };
}

/** The URL AWS would give the queue. */
export function urlOf({ account, region, name }: Queue): string {
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
}

const SEND_MESSAGE = ["QueueUrl", "MessageBody", "DelaySeconds"];
const RECEIVE_MESSAGE = [
  "QueueUrl",
  "MaxNumberOfMessages",
  "VisibilityTimeout",
  "WaitTimeSeconds",
  "AttributeNames",
  "MessageSystemAttributeNames",
];

function wireMessage(message: ReceivedMessage, wanted: readonly string[]): Record<string, unknown> {
  const attributes = Object.entries({
    ApproximateReceiveCount: message.receiveCount,
    SentTimestamp: message.sentAt,
    ApproximateFirstReceiveTimestamp: message.firstReceivedAt,
  }).filter(([name]) => wanted.includes(name) || wanted.includes("All"));
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(attributes.length > 0 && {
      Attributes: Object.fromEntries(attributes.map(([name, value]) => [name, String(value)])),
    }),
  };
}

function checkBody(body: string): void {
  if (body === "") throw new ServiceError("MissingParameter", "MessageBody must not be empty.");
  if (byteLength(body) > MESSAGE_LIMIT) {
    throw invalidValue(`Message must be shorter than ${MESSAGE_LIMIT} bytes.`);
  }
  // The characters XML 1.0 has: SQS accepts no others.
  if (!/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(body)) {
    const message = "Invalid characters found. Valid unicode characters are those of XML 1.0.";
    throw new ServiceError("InvalidMessageContents", message);
  }
}

function checkRange(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw invalidValue(
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}.`,
  );
}

function invalidValue(message: string): ServiceError {
  return new ServiceError("InvalidParameterValue", message);
}

/** SDKs compare it with what they sent. */
function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
