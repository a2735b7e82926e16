/** One standard queue: visibility, delays, retention and redrive, on the lab's clock. */
import { randomHex, randomUuid } from "../random.ts";
import type { Context } from "../service.ts";

export interface QueueSettings {
  /** Seconds a received message stays hidden; 30 unless given. */
  readonly visibilityTimeout?: number;
  /** Seconds a message waits before it can be received, 0..900; 0 unless given. */
  readonly delay?: number;
  /** Seconds a message is kept; 4 days unless given. */
  readonly retention?: number;
  readonly redrive?: { readonly maxReceiveCount: number; readonly deadLetterQueue: Queue };
}

export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** How often it has been received, this time included. */
  readonly receiveCount: number;
  /** Epoch milliseconds. */
  readonly sentAt: number;
  /** Epoch milliseconds. */
  readonly firstReceivedAt: number;
}

/** Messages by what can be done with them now. */
export interface QueueCounts {
  readonly visible: number;
  /** Received and not deleted yet. */
  readonly inFlight: number;
  readonly delayed: number;
}

interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly sentAt: number;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt: number | undefined;
  receiptHandle: string | undefined;
}

const DEFAULTS = { visibilityTimeout: 30, delay: 0, retention: 4 * 24 * 3600 };

export class Queue {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly settings: QueueSettings & Required<Omit<QueueSettings, "redrive">>;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly #context: Context;
  #messages: Message[] = [];

  constructor(
    context: Context,
    place: { readonly account: string; readonly region: string; readonly name: string },
    settings: QueueSettings,
  ) {
    this.#context = context;
    this.account = place.account;
    this.region = place.region;
    this.name = place.name;
    this.settings = { ...DEFAULTS, ...settings };
    this.createdAt = context.clock.now();
  }

  get arn(): string {
    return `arn:aws:sqs:${this.region}:${this.account}:${this.name}`;
  }

  /** `delay` in seconds; the queue's own unless given. Returns the message id. */
  send(body: string, delay: number = this.settings.delay): string {
    const sentAt = this.#context.clock.now();
    const message = {
      messageId: randomUuid(this.#context.random),
      body,
      sentAt,
      visibleAt: sentAt + delay * 1000,
      receiveCount: 0,
      firstReceivedAt: undefined,
      receiptHandle: undefined,
    };
    this.#messages.push(message);
    return message.messageId;
  }

  /**
   * At most `max` messages, hidden from now on for `visibilityTimeout` seconds. A standard queue
   * promises no order, so they come in a random one.
   */
  receive(max: number, visibilityTimeout = this.settings.visibilityTimeout): ReceivedMessage[] {
    const now = this.#context.clock.now();
    this.#expire(now);
    this.#redrive(now);
    const visible = this.#messages.filter((message) => message.visibleAt <= now);
    return this.#shuffled(visible)
      .slice(0, max)
      .map((message) => {
        message.receiveCount += 1;
        message.firstReceivedAt ??= now;
        message.visibleAt = now + visibilityTimeout * 1000;
        message.receiptHandle = randomHex(this.#context.random, 64);
        const { messageId, receiptHandle, body, receiveCount, sentAt, firstReceivedAt } = message;
        return { messageId, receiptHandle, body, receiveCount, sentAt, firstReceivedAt };
      });
  }

  /** Deletes what was received last with this handle; an outdated handle deletes nothing. */
  delete(receiptHandle: string): void {
    this.#messages = this.#messages.filter((message) => message.receiptHandle !== receiptHandle);
  }

  /** When the next message can be received, epoch milliseconds; undefined if there is none. */
  nextVisibleAt(): number | undefined {
    this.#expire(this.#context.clock.now());
    if (this.#messages.length === 0) return undefined;
    return Math.min(...this.#messages.map((message) => message.visibleAt));
  }

  counts(): QueueCounts {
    const now = this.#context.clock.now();
    this.#expire(now);
    const hidden = this.#messages.filter((message) => message.visibleAt > now);
    const inFlight = hidden.filter((message) => message.receiveCount > 0).length;
    const delayed = hidden.length - inFlight;
    return { visible: this.#messages.length - hidden.length, inFlight, delayed };
  }

  /** Bodies of all messages, also hidden ones, in the order they were sent. */
  bodies(): string[] {
    this.#expire(this.#context.clock.now());
    return this.#messages.map((message) => message.body);
  }

  #expire(now: number): void {
    const oldest = now - this.settings.retention * 1000;
    this.#messages = this.#messages.filter((message) => message.sentAt > oldest);
  }

  /** SQS moves a message when it would be received once more than allowed, not when it fails. */
  #redrive(now: number): void {
    const { redrive } = this.settings;
    if (!redrive) return;
    const { maxReceiveCount, deadLetterQueue } = redrive;
    const isDead = (message: Message): boolean =>
      message.visibleAt <= now && message.receiveCount >= maxReceiveCount;
    const dead = this.#messages.filter(isDead);
    this.#messages = this.#messages.filter((message) => !isDead(message));
    // The time of sending stays, so a dead-letter queue needs the longer retention.
    deadLetterQueue.#messages.push(
      ...dead.map((message) => ({ ...message, receiptHandle: undefined })),
    );
  }

  #shuffled(messages: readonly Message[]): Message[] {
    return messages
      .map((message) => ({ message, rank: this.#context.random() }))
      .toSorted((first, second) => first.rank - second.rank)
      .map(({ message }) => message);
  }
}
