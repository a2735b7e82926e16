/** What telling people in a chat needs from the outside. packages/aws implements it for Slack. */
import type { Finding } from "../finding.ts";

/** A finding as it travels to people; the key is a matter of its own. */
export type Notice = Omit<Finding, "key">;

/** Where a message is, so that it can be changed and replied to. */
export interface MessageRef {
  readonly channel: string;
  readonly id: string;
}

/** `gone`: there is no such message (any more), or it can't be changed; nothing has happened. */
export type Change = "done" | "gone";

/** A channel. Everything throws if it did not arrive, after retries of its own. */
export interface Chat<Message> {
  /** Undefined where messages have no reference: they can be sent, and that is all. */
  post(message: Message): Promise<MessageRef | undefined>;
  update(ref: MessageRef, message: Message): Promise<Change>;
  /** Adds to the message's thread; `loud` shows it in the channel as well. */
  reply(ref: MessageRef, message: Message, options: { readonly loud: boolean }): Promise<Change>;
}
