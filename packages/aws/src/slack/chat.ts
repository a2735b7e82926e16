/** A Slack channel as a chat: by bot token with updates and threads, by webhook message by message. */
import { type Clock, HoldfastError, type Log, type Random } from "@holdfast/core";
import type { Change, Chat, MessageRef } from "@holdfast/core/notify";
import type { SlackMessage } from "@holdfast/report/slack";
import type { Call } from "../call.ts";
import { textOf } from "../json.ts";
import type { Secret } from "../secret.ts";
import { type Access, accessOf } from "./access.ts";
import { type Answer, answerOf, BAD_BLOCKS, GONE, REVOKED, refusal, SHUT } from "./answer.ts";

/** Slack's Web API. */
export const SLACK_URL = "https://slack.com/api";

/** Milliseconds until a request is given up; Slack answers in well under a second. */
const REQUEST_TIMEOUT = 10_000;
/** Bounds of the first pause and of any pause that Slack does not ask for. Milliseconds. */
const PAUSE = { base: 500, cap: 8_000 };

export interface SlackOptions {
  readonly secret: Secret;
  /** What the secret is read with. */
  readonly call: Call;
  readonly channel: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Nothing is tried or waited for beyond it. Epoch milliseconds. */
  readonly deadline: number;
  /** Another address than Slack's own, as the lab has one. */
  readonly url?: string;
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  readonly requestTimeout?: number;
}

type Body = Readonly<Record<string, unknown>>;

/** No mention and no link but those in the blocks, and no previews. */
const PLAIN = { link_names: false, parse: "none" };
const NO_PREVIEWS = { unfurl_links: false, unfurl_media: false };

/** Everything throws a `HoldfastError` or an `AwsError`, none of which holds anything of the secret. */
export function createSlackChat(options: SlackOptions): Chat<SlackMessage> {
  const { secret, call, channel, clock, random, log, deadline, url = SLACK_URL } = options;
  const { fetch: send = fetch, requestTimeout = REQUEST_TIMEOUT } = options;

  async function access(): Promise<Access> {
    return accessOf(await secret.read(call));
  }

  /** One attempt. Whatever `fetch` throws is not passed on: it may name the URL or the header. */
  async function attempt(by: Access, method: string, body: Body): Promise<Answer> {
    // A whole number, as AbortSignal wants it.
    const left = Math.ceil(Math.max(1, Math.min(requestTimeout, deadline - clock.now())));
    try {
      const response = await send(addressOf(by, method, url), {
        method: "POST",
        headers: {
          "content-type": "application/json; charset=utf-8",
          ...(by.kind === "token" && { authorization: `Bearer ${by.token}` }),
        },
        body: JSON.stringify(body),
        // Slack does not redirect; whoever else does must not get the message.
        redirect: "error",
        signal: AbortSignal.timeout(left),
      });
      const text = await response.text();
      return answerOf(response.status, response.headers.get("retry-after"), text);
    } catch (error) {
      return { kind: "later", why: isTimeout(error) ? "time-out" : "not reachable" };
    }
  }

  /** Tries until Slack has decided. Throws once time is up. */
  async function request(
    method: string,
    bodyFor: (by: Access) => Body,
  ): Promise<Exclude<Answer, { kind: "later" }>> {
    let renewed = false;
    for (let tries = 1; ; tries++) {
      const by = await access();
      const answer = await attempt(by, method, bodyFor(by));
      if (answer.kind === "ok") return answer;
      if (answer.kind === "refused") {
        if (!REVOKED.has(answer.error) || renewed) return answer;
        // It may have been rotated since it was read.
        log.warn("Slack knows the secret no more, reading it again", { method });
        renewed = true;
        secret.forget();
        continue;
      }
      const wait = answer.after ?? random() * Math.min(PAUSE.cap, PAUSE.base * 2 ** tries);
      if (clock.now() + wait >= deadline) throw unavailable(method, answer.why);
      log.warn("Slack did not take it, trying again", {
        method,
        why: answer.why,
        attempt: tries,
        pause: Math.round(wait),
      });
      await clock.sleep(wait);
    }
  }

  /** Sends a message; if Slack does not like its blocks, its text alone. */
  async function deliver(method: string, body: Body, message: SlackMessage) {
    const full = (by: Access) => ({ ...contentFor(by, body), ...message });
    const answer = await request(method, full);
    if (answer.kind === "ok" || !BAD_BLOCKS.has(answer.error)) return answer;
    log.error("Slack refused the blocks, sending the text", { method, error: answer.error });
    return request(method, (by) => ({ ...contentFor(by, body), text: message.text }));
  }

  /** Changes a message of ours, unless there is none to change. */
  async function change(ref: MessageRef, method: string, body: Body, message: SlackMessage) {
    if ((await access()).kind === "webhook") return "gone";
    const answer = await deliver(method, { channel: ref.channel, ...body }, message);
    if (answer.kind === "ok") return "done";
    // The baseline may name another channel by now, and the app may have left the old one.
    const moved = ref.channel !== channel && SHUT.has(answer.error);
    if (GONE.has(answer.error) || moved) return "gone";
    throw refusal(method, answer.error);
  }

  return {
    async post(message) {
      const method = "chat.postMessage";
      const answer = await deliver(method, { channel, ...PLAIN, ...NO_PREVIEWS }, message);
      if (answer.kind === "refused") throw refusal(method, answer.error);
      const id = textOf(answer.body.ts);
      return id === undefined ? undefined : { channel: textOf(answer.body.channel) ?? channel, id };
    },
    async update(ref, message): Promise<Change> {
      return change(ref, "chat.update", { ts: ref.id, ...PLAIN }, message);
    },
    async reply(ref, message, { loud }): Promise<Change> {
      const thread = { thread_ts: ref.id, ...(loud && { reply_broadcast: true }) };
      return change(ref, "chat.postMessage", { ...thread, ...PLAIN, ...NO_PREVIEWS }, message);
    },
  };
}

/** A webhook has its channel, and takes nothing but what belongs to the message. */
function contentFor(by: Access, body: Body): Body {
  return by.kind === "token" ? body : NO_PREVIEWS;
}

function addressOf(by: Access, method: string, url: string): string {
  if (by.kind === "token") return `${url}/${method}`;
  const hooks = url === SLACK_URL ? "https://hooks.slack.com" : url.replace(/\/api$/, "");
  return `${hooks}${by.path}`;
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}

function unavailable(method: string, why: string): HoldfastError {
  return new HoldfastError("SLACK_UNAVAILABLE", `Slack did not take ${method}: ${why}`, {
    source: "tool",
    hint: "It is tried again; if that fails as well, the alert waits in the dead-letter queue.",
  });
}
