/**
 * Slack: `chat.postMessage`, `chat.update` and incoming webhooks, with the errors and limits that
 * Slack has. Answers below `/slack`: `/slack/api/…` stands for `https://slack.com/api/…`, and
 * `/slack/services/…` for `https://hooks.slack.com/services/…`.
 */
import type { Json } from "@holdfast/core";
import type { Context } from "../../service.ts";
import type { Trouble } from "../../trouble.ts";
import {
  type Handle,
  textResponse,
  type WireRequest,
  type WireResponse,
} from "../../wire/message.ts";
import { blockProblem } from "./blocks.ts";
import { chatMethods } from "./chat.ts";
import { createRates } from "./rates.ts";
import { readable } from "./readable.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

export const SLACK_PATH = "/slack";

/** One request that Slack answered. */
export interface SlackRequest {
  /** Epoch milliseconds. */
  readonly at: number;
  /** E.g. `chat.postMessage`, or `webhook`. */
  readonly method: string;
  /** `ok`, or Slack's error. */
  readonly outcome: string;
}

export interface Slack
  extends Pick<
    Workspace,
    "createChannel" | "channels" | "newToken" | "messages" | "remove" | "revoke"
  > {
  readonly handle: Handle;
  /** The URL of a new incoming webhook, as Slack gives it out. */
  newWebhook(channel: string): string;
  /** Every request that was answered, in order. */
  requests(): readonly SlackRequest[];
}

/** What a request came to. */
interface Outcome {
  /** `ok`, or Slack's error. */
  readonly outcome: string;
  readonly response: WireResponse;
}

export function createSlack(
  context: Context,
  options: {
    readonly trouble: Pick<Trouble, "refuses" | "hangs" | "ratesOn">;
    /** Told of what people would see. */
    log(text: string): void;
  },
): Slack {
  const { trouble, log } = options;
  const workspace = createWorkspace(context);
  const methods = chatMethods(workspace, log);
  const rate = createRates(context.clock);
  const requests: SlackRequest[] = [];

  function webApi(method: string, { headers, body }: Received): Outcome {
    const refuse = (error: string, message?: string): Outcome => ({
      outcome: error,
      response: json({
        ok: false,
        error,
        ...(message !== undefined && { response_metadata: { messages: [`[ERROR] ${message}`] } }),
      }),
    });
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];
    const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (run === undefined) return refuse("unknown_method");
    if (token === undefined) return refuse("not_authed");
    if (!workspace.isToken(token)) return refuse("invalid_auth");
    if (body === undefined) return refuse("invalid_json");
    const result = run(body);
    if ("error" in result) return refuse(result.error, result.message);
    return { outcome: "ok", response: json({ ok: true, ...result.answer }) };
  }

  /** Webhooks answer in plain text, and with a status that tells an error. */
  function webhook(channel: string | undefined, { body }: Received): Outcome {
    const refuse = (status: number, error: string): Outcome => ({
      outcome: error,
      response: plain(status, error),
    });
    if (channel === undefined) return refuse(404, "no_service");
    const { text, blocks, ...rest } = body ?? {};
    if (Object.keys(rest).some((name) => !WEBHOOK.includes(name))) {
      return refuse(400, "invalid_payload");
    }
    if (typeof text !== "string" || text === "") return refuse(400, "no_text");
    const problem = blocks === undefined ? undefined : blockProblem(blocks);
    if (problem) return refuse(400, problem.error);
    workspace.post({ channel, via: "webhook", text, blocks: Array.isArray(blocks) ? blocks : [] });
    log(`${channel} ▸ ${readable(text)}`);
    return { outcome: "ok", response: plain(200, "ok") };
  }

  function answer(method: string, path: string, received: Received): Outcome {
    const refused = trouble.refuses(`slack:${method}`);
    if (refused === "throttled") return rateLimited(30);
    if (refused === "unavailable") {
      return { outcome: "unavailable", response: plain(503, "upstream connect error") };
    }
    const channel = workspace.webhookChannel(path);
    if (trouble.ratesOn()) {
      const wait = rate(method, channel ?? String(received.body?.channel));
      if (wait > 0) return rateLimited(wait);
    }
    return method === "webhook" ? webhook(channel, received) : webApi(method, received);
  }

  return {
    async handle(request) {
      const path = request.path.slice(SLACK_PATH.length);
      const method = /^\/api\/([\w.]+)$/.exec(path)?.[1] ?? "webhook";
      if (trouble.hangs(`slack:${method}`)) await new Promise(() => {});
      const { outcome, response } = answer(method, path, received(request));
      requests.push({ at: context.clock.now(), method, outcome });
      return response;
    },
    createChannel: workspace.createChannel,
    channels: workspace.channels,
    newToken: workspace.newToken,
    newWebhook: (channel) => `https://hooks.slack.com${workspace.newWebhook(channel)}`,
    messages: workspace.messages,
    remove: workspace.remove,
    revoke: workspace.revoke,
    requests: () => requests,
  };
}

const WEBHOOK = ["unfurl_links", "unfurl_media", "mrkdwn"];

function rateLimited(seconds: number): Outcome {
  const headers = { "retry-after": String(seconds) };
  const response = json({ ok: false, error: "ratelimited" }, 429, headers);
  return { outcome: "ratelimited", response };
}

function json(body: Record<string, Json>, status = 200, headers = {}): WireResponse {
  const type = { "content-type": "application/json; charset=utf-8" };
  return textResponse(status, JSON.stringify(body), { ...type, ...headers });
}

function plain(status: number, text: string): WireResponse {
  return textResponse(status, text, { "content-type": "text/html" });
}

interface Received extends Pick<WireRequest, "headers"> {
  /** Undefined if the body is no JSON object, or is not said to be one. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

function received({ headers, body }: WireRequest): Received {
  const isJson = headers["content-type"]?.startsWith("application/json");
  return { headers, body: isJson ? parsed(Buffer.from(body).toString("utf8")) : undefined };
}

function parsed(text: string): Received["body"] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
