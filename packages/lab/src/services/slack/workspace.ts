/** A Slack workspace: channels, their messages and threads, and who may post. */
import type { Json } from "@holdfast/core";
import { randomText } from "../../random.ts";
import type { Context } from "../../service.ts";

/** What a message says. */
export interface Content {
  readonly text: string;
  readonly blocks: readonly Json[];
}

/** A message as the channel shows it. */
export interface SlackMessage extends Content {
  readonly channel: string;
  /** Slack's id of a message inside its channel. */
  readonly ts: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly via: "bot" | "webhook";
  /** What it said before it was edited, oldest first. */
  readonly earlier: readonly Content[];
  /** A reply that the channel shows as well. */
  readonly broadcast: boolean;
  /** Its thread, oldest first. */
  readonly replies: readonly SlackMessage[];
}

interface Stored extends Omit<SlackMessage, "earlier" | "replies"> {
  text: string;
  blocks: readonly Json[];
  deleted: boolean;
  readonly earlier: Content[];
  readonly replies: Stored[];
}

export interface Workspace {
  createChannel(id: string): void;
  channels(): readonly string[];
  /** A bot token that may post to every channel. */
  newToken(): string;
  /** The path, from `/services` on, of a new incoming webhook. */
  newWebhook(channel: string): string;
  isToken(token: string): boolean;
  /** The channel of a webhook; undefined if there is none. */
  webhookChannel(path: string): string | undefined;
  /** Revokes a token or a webhook, as an administrator does on a leak. */
  revoke(secret: string): void;
  /** Channel messages, oldest first, with their threads. */
  messages(channel?: string): readonly SlackMessage[];
  find(channel: string, ts: string): Stored | undefined;
  post(
    message: Content & Pick<SlackMessage, "channel" | "via">,
    thread?: { readonly of: Stored; readonly broadcast: boolean },
  ): Stored;
  edit(message: Stored, content: Content): void;
  /** Somebody deletes a message; its thread goes with it. */
  remove(channel: string, ts: string): void;
}

const DIGITS = "0123456789";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export function createWorkspace({ clock, random }: Context): Workspace {
  const channels = new Map<string, Stored[]>();
  const tokens = new Set<string>();
  const webhooks = new Map<string, string>();
  let counter = 0;

  /** Seconds and a counter, as Slack makes them: unique inside a channel and in order. */
  function nextTs(): string {
    counter++;
    const micros = (clock.now() % 1000) * 1000 + (counter % 1000);
    return `${Math.floor(clock.now() / 1000)}.${String(micros).padStart(6, "0")}`;
  }

  function existing(channel: string): Stored[] {
    const found = channels.get(channel);
    if (!found) throw new Error(`The lab's Slack has no channel ${channel}.`);
    return found;
  }

  function find(channel: string, ts: string): Stored | undefined {
    const all = (channels.get(channel) ?? []).flatMap((one) => [one, ...one.replies]);
    return all.find((one) => one.ts === ts && !one.deleted);
  }

  return {
    createChannel(id) {
      if (!channels.has(id)) channels.set(id, []);
    },
    channels: () => [...channels.keys()],
    newToken() {
      const numbers = [12, 13].map((length) => randomText(random, DIGITS, length)).join("-");
      const token = `xoxb-${numbers}-${randomText(random, LETTERS, 24)}`;
      tokens.add(token);
      return token;
    },
    newWebhook(channel) {
      existing(channel);
      const [team, bot] = [1, 2].map(() => randomText(random, LETTERS.slice(0, 26), 9));
      const path = `/services/T${team}/B${bot}/${randomText(random, LETTERS, 24)}`;
      webhooks.set(path, channel);
      return path;
    },
    isToken: (token) => tokens.has(token),
    webhookChannel: (path) => webhooks.get(path),
    revoke(secret) {
      tokens.delete(secret);
      for (const path of webhooks.keys()) if (secret.endsWith(path)) webhooks.delete(path);
    },
    messages(channel) {
      const lists = channel === undefined ? [...channels.values()] : [existing(channel)];
      return lists.flat().flatMap((one) => shown(one));
    },
    find,
    post(message, thread) {
      const { channel, via, text, blocks } = message;
      const stored: Stored = {
        channel,
        via,
        text,
        blocks,
        ts: nextTs(),
        at: clock.now(),
        broadcast: thread?.broadcast ?? false,
        deleted: false,
        earlier: [],
        replies: [],
      };
      (thread?.of.replies ?? existing(channel)).push(stored);
      return stored;
    },
    edit(message, { text, blocks }) {
      message.earlier.push({ text: message.text, blocks: message.blocks });
      message.text = text;
      message.blocks = blocks;
    },
    remove(channel, ts) {
      const found = find(channel, ts);
      if (found) found.deleted = true;
    },
  };
}

function shown({ deleted, replies, earlier, ...message }: Stored): SlackMessage[] {
  if (deleted) return [];
  return [{ ...message, earlier: [...earlier], replies: replies.flatMap(shown) }];
}
