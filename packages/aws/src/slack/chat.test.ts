import { describe, expect, it } from "vitest";
import type { Call } from "../call.ts";
import { createSecret } from "../secret.ts";
import { jumpingClock, recordingLog } from "../testing.ts";
import { createSlackChat, type SlackOptions } from "./chat.ts";

const TOKEN = "xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx";
const WEBHOOK = "https://hooks.slack.com/services/T01234567/B01234567/AbCdEfGhIjKlMnOp";
const MESSAGE = { text: "A full sentence.", blocks: [{ type: "divider" as const }] };

type Reply = { readonly status?: number; readonly text: string; readonly retryAfter?: string };

interface Sent {
  readonly url: string;
  readonly authorization: string | null;
  readonly body: Record<string, unknown>;
  readonly init: RequestInit;
}

const OK: Reply = { text: '{"ok":true,"channel":"C0123456789","ts":"1.000002"}' };
const refused = (error: string): Reply => ({ text: JSON.stringify({ ok: false, error }) });

/** A Slack that gives these answers, one after the other; the last one for ever. */
function fixture(
  replies: readonly (Reply | Error)[],
  options: Partial<SlackOptions> & { readonly secrets?: readonly string[] } = {},
) {
  const { secrets = [TOKEN], ...rest } = options;
  const sent: Sent[] = [];
  const clock = jumpingClock();
  const log = recordingLog();
  let reads = 0;
  const call = (async () => ({
    SecretString: secrets[Math.min(reads++, secrets.length - 1)],
  })) as unknown as Call;
  const chat = createSlackChat({
    secret: createSecret("holdfast/slack", clock),
    call,
    channel: "C0123456789",
    clock,
    random: () => 0.5,
    log,
    deadline: 55_000,
    fetch: async (url, init) => {
      const headers = new Headers(init.headers);
      const authorization = headers.get("authorization");
      expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
      sent.push({ url, authorization, init, body: JSON.parse(String(init.body)) });
      const reply = replies[Math.min(sent.length, replies.length) - 1];
      if (reply === undefined || reply instanceof Error) throw reply;
      const { status = 200, text, retryAfter } = reply;
      return new Response(text, {
        status,
        headers: retryAfter === undefined ? {} : { "retry-after": retryAfter },
      });
    },
    ...rest,
  });
  return { chat, sent, clock, log };
}

const REF = { channel: "C0123456789", id: "1.000002" };

describe("with a bot token", () => {
  it("posts without previews, links or mentions that were not written", async () => {
    const { chat, sent } = fixture([OK]);
    expect(await chat.post(MESSAGE)).toEqual(REF);
    expect(sent).toMatchObject([
      {
        url: "https://slack.com/api/chat.postMessage",
        authorization: `Bearer ${TOKEN}`,
        init: { method: "POST", redirect: "error" },
      },
    ]);
    expect(sent[0]?.body).toEqual({
      channel: "C0123456789",
      ...MESSAGE,
      link_names: false,
      parse: "none",
      unfurl_links: false,
      unfurl_media: false,
    });
  });

  it("updates a message where it is, and replies in its thread", async () => {
    const { chat, sent } = fixture([OK]);
    expect(await chat.update(REF, MESSAGE)).toBe("done");
    expect(await chat.reply(REF, MESSAGE, { loud: false })).toBe("done");
    expect(await chat.reply(REF, MESSAGE, { loud: true })).toBe("done");
    expect(sent.map(({ url, body }) => [url.split("/").at(-1), body])).toMatchObject([
      ["chat.update", { channel: REF.channel, ts: REF.id }],
      ["chat.postMessage", { channel: REF.channel, thread_ts: REF.id }],
      ["chat.postMessage", { thread_ts: REF.id, reply_broadcast: true }],
    ]);
    expect(sent[1]?.body).not.toHaveProperty("reply_broadcast");
  });

  it.each(["message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found"])(
    "says that a message is gone on %s",
    async (error) => {
      const { chat } = fixture([refused(error)]);
      expect(await chat.update(REF, MESSAGE)).toBe("gone");
      expect(await chat.reply(REF, MESSAGE, { loud: false })).toBe("gone");
    },
  );

  it("leaves an old channel behind that it is no more in, but not its own", async () => {
    const { chat } = fixture([refused("not_in_channel")]);
    expect(await chat.update({ ...REF, channel: "C0OLDOLDOLD" }, MESSAGE)).toBe("gone");
    await expect(chat.update(REF, MESSAGE)).rejects.toThrow("not_in_channel");
  });

  it("sends the text alone where Slack does not like the blocks", async () => {
    const { chat, sent, log } = fixture([refused("invalid_blocks"), OK]);
    expect(await chat.post(MESSAGE)).toEqual(REF);
    expect(sent[1]?.body).toMatchObject({ text: MESSAGE.text });
    expect(sent[1]?.body).not.toHaveProperty("blocks");
    expect(log.lines.map(({ message }) => message).join()).toContain("refused the blocks");
  });

  it("throws what Slack refuses for good, with what to do", async () => {
    const { chat, sent } = fixture([refused("channel_not_found")]);
    await expect(chat.post(MESSAGE)).rejects.toMatchObject({
      code: "SLACK_REFUSED",
      hint: "Invite the app to the channel, and check the channel's id.",
    });
    expect(sent).toHaveLength(1);
  });
});

describe("with a webhook", () => {
  it("posts to its address, gets no reference, and can change nothing", async () => {
    const { chat, sent } = fixture([{ text: "ok" }], { secrets: [WEBHOOK] });
    expect(await chat.post(MESSAGE)).toBeUndefined();
    expect(sent).toMatchObject([{ url: WEBHOOK, authorization: null }]);
    expect(sent[0]?.body).toEqual({ ...MESSAGE, unfurl_links: false, unfurl_media: false });
    expect(await chat.update(REF, MESSAGE)).toBe("gone");
    expect(await chat.reply(REF, MESSAGE, { loud: true })).toBe("gone");
    expect(sent).toHaveLength(1);
  });

  it("goes to the lab's address where one is given, as the Web API does", async () => {
    const url = "http://127.0.0.1:4566/slack/api";
    const webhook = fixture([{ text: "ok" }], { secrets: [WEBHOOK], url });
    await webhook.chat.post(MESSAGE);
    expect(webhook.sent[0]?.url).toBe(WEBHOOK.replace("https://hooks.slack.com", url.slice(0, -4)));
    const bot = fixture([OK], { url });
    await bot.chat.post(MESSAGE);
    expect(bot.sent[0]?.url).toBe(`${url}/chat.postMessage`);
  });
});

describe("trouble at Slack's", () => {
  it("is waited for as long as Slack asks", async () => {
    const { chat, clock } = fixture([{ status: 429, text: "{}", retryAfter: "30" }, OK]);
    await chat.post(MESSAGE);
    expect(clock.now()).toBe(30_000);
  });

  it("is not waited for beyond the invocation's time", async () => {
    const { chat, clock, sent } = fixture([{ status: 429, text: "{}", retryAfter: "60" }]);
    await expect(chat.post(MESSAGE)).rejects.toMatchObject({ code: "SLACK_UNAVAILABLE" });
    expect([clock.now(), sent.length]).toEqual([0, 1]);
  });

  it.each([
    ["an error of its own", { status: 503, text: "upstream connect error" }],
    ["an answer that can't be read", { text: "<html>" }],
    ["a broken connection", new TypeError("fetch failed")],
    ["a time-out", new DOMException("The operation was aborted", "TimeoutError")],
  ])("is retried: %s", async (_what, trouble) => {
    const { chat, sent } = fixture([trouble, trouble, OK]);
    expect(await chat.post(MESSAGE)).toEqual(REF);
    expect(sent).toHaveLength(3);
  });

  it("that lasts is thrown, once the time is used up", async () => {
    const { chat, clock, sent } = fixture([{ status: 503, text: "" }]);
    await expect(chat.post(MESSAGE)).rejects.toMatchObject({
      code: "SLACK_UNAVAILABLE",
      message: "Slack did not take chat.postMessage: HTTP 503",
    });
    expect(clock.now()).toBeLessThan(55_000);
    expect(sent.length).toBeGreaterThan(5);
  });

  it("that hangs is given up in time", async () => {
    const hanging = (_url: string, { signal }: RequestInit) =>
      new Promise<Response>((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason));
      });
    const { chat, log } = fixture([], { fetch: hanging, requestTimeout: 5, deadline: 1 });
    await expect(chat.post(MESSAGE)).rejects.toThrow("time-out");
    expect(log.lines).toEqual([]);
  });
});

describe("a secret that was rotated", () => {
  const NEW = TOKEN.replace("AbCd", "EfGh");

  it.each(["invalid_auth", "token_revoked", "token_expired", "account_inactive"])(
    "is read again on %s, without a deploy",
    async (error) => {
      const { chat, sent } = fixture([refused(error), OK], { secrets: [TOKEN, NEW] });
      expect(await chat.post(MESSAGE)).toEqual(REF);
      expect(sent.map(({ authorization }) => authorization)).toEqual([
        `Bearer ${TOKEN}`,
        `Bearer ${NEW}`,
      ]);
    },
  );

  it("may be a webhook now", async () => {
    const secrets = [TOKEN, WEBHOOK];
    const { chat, sent } = fixture([refused("token_revoked"), { text: "ok" }], { secrets });
    expect(await chat.post(MESSAGE)).toBeUndefined();
    expect(sent[1]?.url).toBe(WEBHOOK);
  });

  it("and is still not valid is a refusal, after one more look", async () => {
    const { chat, sent } = fixture([refused("invalid_auth")]);
    await expect(chat.post(MESSAGE)).rejects.toThrow(
      "Slack refused chat.postMessage: invalid_auth",
    );
    expect(sent).toHaveLength(2);
  });
});

describe("the secret", () => {
  it.each([TOKEN, WEBHOOK])(
    "is in no log line and in no error, whatever goes wrong",
    async (secret) => {
      // What fetch throws may name the address and the header.
      const leak = Object.assign(new TypeError(`Invalid URL: ${secret}`), {
        cause: { input: secret },
      });
      const troubles = [
        leak,
        { status: 403, text: secret },
        refused("invalid_auth"),
        { text: secret },
      ];
      for (const trouble of troubles) {
        const { chat, log } = fixture([trouble], { secrets: [secret] });
        const thrown: unknown = await chat.post(MESSAGE).catch((error: unknown) => error);
        const { message, stack, cause } = thrown as Error;
        expect(cause).toBeUndefined();
        expect(JSON.stringify([message, stack, log.lines])).not.toContain(secret);
      }
    },
  );
});
