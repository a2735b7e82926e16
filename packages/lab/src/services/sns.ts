/** Simple Notification Service: topics that keep their messages for the reader and tell subscribers. */
import { randomUuid } from "../random.ts";
import { type Context, type Operation, type Service, ServiceError } from "../service.ts";
import { byteLength, onlySupports, textOf } from "./support.ts";

export interface PublishedMessage {
  readonly messageId: string;
  readonly subject: string | undefined;
  /** What an e-mail subscriber gets. */
  readonly message: string;
  /** What other protocols get, where the publisher has something of its own for them. */
  readonly byProtocol: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds. */
  readonly at: number;
}

interface Topic {
  readonly publishers: readonly string[] | undefined;
  readonly inbox: PublishedMessage[];
  readonly subscribers: ((message: PublishedMessage) => void)[];
}

export interface Sns {
  readonly service: Service;
  /**
   * Returns the topic's ARN; a topic that is there already stays as it is. With `publishers`, ARNs of
   * roles, its policy denies everybody else.
   */
  createTopic(
    account: string,
    region: string,
    name: string,
    publishers?: readonly string[],
  ): string;
  /** `receive` is given each message once it is published. Throws if the topic does not exist. */
  subscribe(topicArn: string, receive: (message: PublishedMessage) => void): void;
  /** Oldest first. Throws if the topic does not exist. */
  published(topicArn: string): readonly PublishedMessage[];
}

/** Bytes; SNS takes at most 256 KB. */
const MESSAGE_LIMIT = 256 * 1024;
const SUBJECT_LIMIT = 100;

export function createSns({ clock, random }: Context): Sns {
  const topics = new Map<string, Topic>();

  const Publish: Operation = (input, call) => {
    onlySupports("Publish", input, PUBLISH, "InvalidParameterException");
    const arn = textOf(input, "TopicArn");
    const { inbox, subscribers, publishers } = topicOf(arn, call.region);
    const { principal } = call;
    if (publishers?.includes(principal.issuer?.arn ?? principal.arn) === false) {
      throw denied(principal.arn, arn);
    }
    const given = textOf(input, "Message");
    const subject = typeof input.Subject === "string" ? input.Subject : undefined;
    checkMessage(given);
    const byProtocol = input.MessageStructure === "json" ? messagesOf(given) : { default: given };
    const message = byProtocol.email ?? byProtocol.default;
    if (subject !== undefined) checkSubject(subject);
    const attributes = (input.MessageAttributes ?? {}) as Readonly<Record<string, unknown>>;
    const messageId = randomUuid(random);
    const published = { messageId, subject, message, byProtocol, attributes, at: clock.now() };
    inbox.push(published);
    for (const receive of subscribers) receive(published);
    return { MessageId: messageId };
  };

  function topicOf(arn: string, region: string): Topic {
    const parts = arn.split(":");
    const wellFormed = /^arn:aws:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/.test(arn);
    if (!wellFormed || parts[3] !== region) throw invalid("TopicArn");
    const topic = topics.get(arn);
    if (!topic) throw new ServiceError("NotFoundException", "Topic does not exist", {}, 404);
    return topic;
  }

  function existing(arn: string): Topic {
    const topic = topics.get(arn);
    if (!topic) throw new Error(`There is no topic ${arn} in the lab.`);
    return topic;
  }

  return {
    service: { name: "sns", operations: { Publish } },
    createTopic(account, region, name, publishers) {
      const arn = `arn:aws:sns:${region}:${account}:${name}`;
      if (!topics.has(arn)) topics.set(arn, { publishers, inbox: [], subscribers: [] });
      return arn;
    },
    subscribe: (topicArn, receive) => void existing(topicArn).subscribers.push(receive),
    published: (topicArn) => existing(topicArn).inbox,
  };
}

const PUBLISH = ["TopicArn", "Message", "MessageStructure", "Subject", "MessageAttributes"];

type Messages = Readonly<Record<string, string>> & { readonly default: string };

/** With MessageStructure "json" the message is an object of strings, `default` among them. */
function messagesOf(text: string): Messages {
  let messages: unknown;
  try {
    messages = JSON.parse(text);
  } catch {
    throw invalid("Message Structure - JSON message body failed to parse");
  }
  if (!isMessages(messages)) {
    throw invalid("Message Structure - No default entry in JSON message body");
  }
  return messages;
}

function isMessages(value: unknown): value is Messages {
  if (typeof value !== "object" || value === null || !("default" in value)) return false;
  return Object.values(value).every((one) => typeof one === "string");
}

function checkMessage(message: string): void {
  if (message === "") throw invalid("Empty message");
  if (byteLength(message) > MESSAGE_LIMIT) throw invalid("Message too long");
}

function checkSubject(subject: string): void {
  if (subject === "" || [...subject].length > SUBJECT_LIMIT || /\p{Cc}/u.test(subject)) {
    throw invalid("Subject");
  }
}

function denied(caller: string, topic: string): ServiceError {
  const message = `User: ${caller} is not authorized to perform: SNS:Publish on resource: ${topic} with an explicit deny in a resource-based policy`;
  return new ServiceError("AuthorizationErrorException", message, {}, 403);
}

function invalid(what: string): ServiceError {
  return new ServiceError("InvalidParameterException", `Invalid parameter: ${what}`);
}
