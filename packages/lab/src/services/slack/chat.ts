/** `chat.postMessage` and `chat.update`. */
import type { Json } from "@holdfast/core";
import { blockProblem } from "./blocks.ts";
import { readable } from "./readable.ts";
import type { Content, Workspace } from "./workspace.ts";

export interface Refusal {
  /** Slack's code, e.g. `channel_not_found`. */
  readonly error: string;
  readonly message?: string;
}

type Body = Readonly<Record<string, unknown>>;
type Method = (body: Body) => Refusal | { readonly answer: Readonly<Record<string, Json>> };

/** Characters; Slack cuts what is longer, which would hide the end of a sentence. */
const TEXT_LIMIT = 40_000;

/** What both take; anything else would be ignored by Slack, and is refused here. */
const MEMBERS = ["channel", "text", "blocks", "link_names", "parse"];
const POST = [...MEMBERS, "thread_ts", "reply_broadcast", "unfurl_links", "unfurl_media", "mrkdwn"];
const UPDATE = [...MEMBERS, "ts"];

export function chatMethods(
  workspace: Workspace,
  log: (text: string) => void,
): Readonly<Record<string, Method>> {
  return {
    "chat.postMessage"(body) {
      const content = contentOf(body, POST);
      if ("error" in content) return content;
      const channel = String(body.channel);
      if (!workspace.channels().includes(channel)) return { error: "channel_not_found" };
      const thread = body.thread_ts;
      if (thread === undefined) {
        const { ts } = workspace.post({ channel, via: "bot", ...content });
        log(`${channel} ▸ ${readable(content.text)}`);
        return { answer: { channel, ts } };
      }
      const of = workspace.find(channel, String(thread));
      if (of === undefined) return { error: "thread_not_found" };
      const broadcast = body.reply_broadcast === true;
      const { ts } = workspace.post({ channel, via: "bot", ...content }, { of, broadcast });
      log(
        `${channel} ${broadcast ? "in its thread and the channel" : "in its thread"} ▸ ${readable(content.text)}`,
      );
      return { answer: { channel, ts } };
    },

    "chat.update"(body) {
      const content = contentOf(body, UPDATE);
      if ("error" in content) return content;
      const channel = String(body.channel);
      if (!workspace.channels().includes(channel)) return { error: "channel_not_found" };
      const message = workspace.find(channel, String(body.ts));
      if (message === undefined) return { error: "message_not_found" };
      // Only who posted a message may edit it.
      if (message.via !== "bot") return { error: "cant_update_message" };
      workspace.edit(message, content);
      log(`${channel} edited ▸ ${readable(content.text)}`);
      return { answer: { channel, ts: message.ts, text: content.text } };
    },
  };
}

function contentOf(body: Body, known: readonly string[]): Content | Refusal {
  const [unknown] = Object.keys(body).filter((name) => !known.includes(name));
  if (unknown !== undefined) {
    return { error: "invalid_arguments", message: `the lab does not know ${unknown}` };
  }
  const { text, blocks = [] } = body;
  if (typeof text !== "string" || text === "") return { error: "no_text" };
  if (text.length > TEXT_LIMIT) return { error: "msg_too_long" };
  const problem = blockProblem(blocks);
  if (problem) return problem;
  return { text, blocks: Array.isArray(blocks) ? blocks : [] };
}
