import { beforeEach, describe, expect, it } from "vitest";
import { type TestContext, testContext } from "../../endpoint.fixture.ts";
import { labFetch } from "../../fetch.ts";
import { createRandomSource } from "../../random.ts";
import { createTrouble, type Trouble } from "../../trouble.ts";
import { createSlack, type Slack } from "./index.ts";

const CHANNEL = "C0123456789";
const divider = { type: "divider" };

let context: TestContext;
let trouble: Trouble;
let slack: Slack;
let token: string;
let said: string[];

beforeEach(() => {
  context = testContext();
  trouble = createTrouble(context.clock, createRandomSource(1));
  said = [];
  slack = createSlack(context, { trouble, log: (text) => said.push(text) });
  slack.createChannel(CHANNEL);
  token = slack.newToken();
});

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
  readonly body: { readonly ok?: boolean; readonly error?: string; readonly ts?: string };
}

async function request(url: string, body: unknown, headers = {}): Promise<Answer> {
  const response = await labFetch(slack.handle)(url, {
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  const { status, headers: answered } = response;
  return {
    status,
    text,
    retryAfter: answered.get("retry-after"),
    body: isJson ? JSON.parse(text) : {},
  };
}

const call = (method: string, body: object, authorization = `Bearer ${token}`) =>
  request(`https://slack.com/api/${method}`, body, { authorization });
const post = (body: object) => call("chat.postMessage", { channel: CHANNEL, text: "t", ...body });

describe("chat.postMessage", () => {
  it("puts a message into its channel, and a reply into its thread", async () => {
    const { body } = await post({ text: "first", blocks: [divider] });
    await post({ text: "reply", thread_ts: body.ts });
    await post({ text: "loud", thread_ts: body.ts, reply_broadcast: true });
    expect(slack.messages(CHANNEL)).toMatchObject([
      {
        text: "first",
        blocks: [divider],
        ts: body.ts,
        replies: [
          { text: "reply", broadcast: false },
          { text: "loud", broadcast: true },
        ],
      },
    ]);
    expect(said).toEqual([
      `${CHANNEL} ▸ first`,
      `${CHANNEL} in its thread ▸ reply`,
      `${CHANNEL} in its thread and the channel ▸ loud`,
    ]);
  });

  it("gives every message an id of its own", async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => post({})));
    expect(new Set(ids.map(({ body }) => body.ts)).size).toBe(20);
  });

  it.each([
    ["a channel that is not there", { channel: "C0000000000" }, "channel_not_found"],
    ["no text", { text: undefined }, "no_text"],
    ["too long a text", { text: "x".repeat(40_001) }, "msg_too_long"],
    ["a thread that is not there", { thread_ts: "1.2" }, "thread_not_found"],
    ["blocks that are none", { blocks: "[]" }, "invalid_blocks_format"],
    ["an argument that the lab would ignore", { as_user: true }, "invalid_arguments"],
  ])("refuses %s", async (_what, changes, error) => {
    expect((await post(changes)).body).toMatchObject({ ok: false, error });
    expect(slack.messages()).toEqual([]);
  });
});

describe("chat.update", () => {
  it("changes what a message says, and keeps what it said", async () => {
    const { body } = await post({ text: "before" });
    await call("chat.update", { channel: CHANNEL, ts: body.ts, text: "after" });
    expect(slack.messages()).toMatchObject([{ text: "after", earlier: [{ text: "before" }] }]);
  });

  it("refuses a message that was deleted, and one that is not the bot's", async () => {
    const { body } = await post({});
    slack.remove(CHANNEL, body.ts ?? "");
    const update = { channel: CHANNEL, ts: body.ts, text: "after" };
    expect((await call("chat.update", update)).body.error).toBe("message_not_found");
    await request(slack.newWebhook(CHANNEL), { text: "by webhook" });
    const [{ ts } = { ts: "" }] = slack.messages();
    const other = await call("chat.update", { ...update, ts });
    expect(other.body.error).toBe("cant_update_message");
  });
});

describe("who may", () => {
  it.each([
    ["nobody", "", "not_authed"],
    ["somebody else", "Bearer xoxb-1-2-abc", "invalid_auth"],
  ])("post: not %s", async (_who, authorization, error) => {
    const { status, body } = await call(
      "chat.postMessage",
      { channel: CHANNEL, text: "t" },
      authorization,
    );
    expect([status, body.ok, body.error]).toEqual([200, false, error]);
  });

  it("post: no token that was revoked", async () => {
    slack.revoke(token);
    expect((await post({})).body.error).toBe("invalid_auth");
  });

  it("do what: only what the lab knows", async () => {
    expect((await call("chat.delete", {})).body.error).toBe("unknown_method");
    expect((await call("constructor", {})).body.error).toBe("unknown_method");
  });

  it("say what: only JSON", async () => {
    const url = "https://slack.com/api/chat.postMessage";
    const authorization = `Bearer ${token}`;
    expect((await request(url, "{", { authorization })).body.error).toBe("invalid_json");
    const form = { authorization, "content-type": "application/x-www-form-urlencoded" };
    expect((await request(url, "{}", form)).body.error).toBe("invalid_json");
  });
});

describe("an incoming webhook", () => {
  it("posts to its channel and answers ok", async () => {
    const answer = await request(slack.newWebhook(CHANNEL), { text: "hello", blocks: [divider] });
    expect([answer.status, answer.text]).toEqual([200, "ok"]);
    expect(slack.messages()).toMatchObject([{ text: "hello", via: "webhook" }]);
  });

  it.each([
    [{}, 400, "no_text"],
    [{ text: "t", blocks: [{ type: "video" }] }, 400, "invalid_blocks"],
    [{ text: "t", channel: CHANNEL }, 400, "invalid_payload"],
  ])("refuses %j in a word", async (body, status, word) => {
    const answer = await request(slack.newWebhook(CHANNEL), body);
    expect([answer.status, answer.text]).toEqual([status, word]);
    expect(slack.messages()).toEqual([]);
  });

  it("is nobody's once it was revoked", async () => {
    const url = slack.newWebhook(CHANNEL);
    slack.revoke(url);
    const answer = await request(url, { text: "t" });
    expect([answer.status, answer.text]).toEqual([404, "no_service"]);
  });
});

describe("trouble", () => {
  it("throttles, says how long to wait, and passes", async () => {
    trouble.throttle("slack:chat.postMessage", 1);
    const answer = await post({});
    expect([answer.status, answer.retryAfter, answer.body.error]).toEqual([
      429,
      "30",
      "ratelimited",
    ]);
    expect((await post({})).body.ok).toBe(true);
  });

  it("is an outage for a while, of webhooks as well", async () => {
    trouble.fail("slack", 60_000);
    expect((await post({})).status).toBe(503);
    expect((await request(slack.newWebhook(CHANNEL), { text: "t" })).status).toBe(503);
    context.advance(60);
    expect((await post({})).status).toBe(200);
    expect(slack.requests().map(({ outcome }) => outcome)).toEqual([
      "unavailable",
      "unavailable",
      "ok",
    ]);
  });

  it("is no answer at all, until the caller gives up", async () => {
    trouble.hang("slack:chat.postMessage", 1);
    const sent = labFetch(slack.handle)("https://slack.com/api/chat.postMessage", {
      method: "POST",
      signal: AbortSignal.timeout(5),
    });
    await expect(sent).rejects.toThrow("aborted");
    expect((await post({})).body.ok).toBe(true);
  });

  it("is Slack's own rate, once it is asked for: a message a second and a short burst", async () => {
    trouble.awsRates(true);
    const answers = [];
    for (let index = 0; index < 8; index++) answers.push(await post({}));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    expect(answers.at(-1)?.retryAfter).toBe("1");
    context.advance(1);
    expect((await post({})).status).toBe(200);
    slack.createChannel("C0OTHER0000");
    expect((await post({ channel: "C0OTHER0000" })).status).toBe(200);
  });
});

describe("blocks", () => {
  const text = (length: number) => ({ type: "mrkdwn", text: "x".repeat(length) });
  const header = (length: number) => ({
    type: "header",
    text: { type: "plain_text", text: "x".repeat(length) },
  });

  it.each([
    ["as many as Slack takes", Array.from({ length: 50 }, () => divider)],
    ["a header as long as can be", [header(150)]],
    ["a section as long as can be", [{ type: "section", text: text(3000) }]],
    ["ten fields", [{ type: "section", fields: Array.from({ length: 10 }, () => text(100)) }]],
    [
      "a context of ten",
      [{ type: "context", elements: Array.from({ length: 10 }, () => text(9)) }],
    ],
    ["flags", [{ type: "section", text: { ...text(1), verbatim: true } }]],
  ])("are taken: %s", async (_what, blocks) => {
    expect((await post({ blocks })).body.ok).toBe(true);
  });

  it.each([
    ["one too many", Array.from({ length: 51 }, () => divider)],
    ["too long a header", [header(151)]],
    ["an empty header", [header(0)]],
    ["a header with markup", [{ type: "header", text: text(1) }]],
    ["too long a section", [{ type: "section", text: text(3001) }]],
    ["an empty section", [{ type: "section" }]],
    ["eleven fields", [{ type: "section", fields: Array.from({ length: 11 }, () => text(1)) }]],
    ["too long a field", [{ type: "section", fields: [text(2001)] }]],
    ["no fields", [{ type: "section", fields: [] }]],
    [
      "a context of eleven",
      [{ type: "context", elements: Array.from({ length: 11 }, () => text(1)) }],
    ],
    ["a member that Slack does not know", [{ ...divider, colour: "red" }]],
    ["a flag of the other kind of text", [{ type: "section", text: { ...text(1), emoji: true } }]],
    ["a flag that is none", [{ type: "section", text: { ...text(1), verbatim: "yes" } }]],
    ["a text that is none", [{ type: "section", text: { type: "mrkdwn" } }]],
    ["a block that is none", [null]],
    ["a block that the lab does not know", [{ type: "rich_text", elements: [] }]],
  ])("are refused: %s", async (_what, blocks) => {
    const { body } = await post({ blocks });
    expect(body).toMatchObject({ ok: false, error: "invalid_blocks" });
    expect(slack.messages()).toEqual([]);
  });

  it("are refused if they are too long together", async () => {
    const blocks = Array.from({ length: 5 }, () => ({ type: "section", text: text(2900) }));
    expect((await post({ blocks })).body.error).toBe("msg_blocks_too_long");
  });
});

describe("any other host", () => {
  it("can't be reached", async () => {
    const elsewhere = labFetch(slack.handle)("https://slack.com.evil.example/api/x", {});
    await expect(elsewhere).rejects.toThrow("fetch failed");
  });
});
