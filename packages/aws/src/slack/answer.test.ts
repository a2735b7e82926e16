import { describe, expect, it } from "vitest";
import { answerOf, refusal } from "./answer.ts";

describe("an answer of Slack", () => {
  it.each([
    [200, null, '{"ok":true,"ts":"1.2"}', { kind: "ok", body: { ok: true, ts: "1.2" } }],
    [200, null, "ok", { kind: "ok", body: {} }],
    [200, null, '{"ok":false,"error":"invalid_auth"}', { kind: "refused", error: "invalid_auth" }],
    [404, null, "no_service", { kind: "refused", error: "no_service" }],
    [400, null, "Bad Request", { kind: "refused", error: "HTTP 400" }],
    [429, "30", "{}", { kind: "later", why: "ratelimited", after: 30_000 }],
    [429, null, "", { kind: "later", why: "ratelimited" }],
    [429, "soon", "", { kind: "later", why: "ratelimited" }],
    [503, null, "upstream", { kind: "later", why: "HTTP 503" }],
    [500, null, "rollup_error", { kind: "later", why: "HTTP 500" }],
    [200, null, '{"ok":false,"error":"internal_error"}', { kind: "later", why: "internal_error" }],
    [200, null, "<html>", { kind: "later", why: "unreadable answer" }],
    [200, null, "", { kind: "later", why: "unreadable answer" }],
  ])("%i %s %s means %j", (status, retryAfter, text, answer) => {
    expect(answerOf(status, retryAfter, text)).toEqual(answer);
  });

  it("is never quoted where it is not one of Slack's words", () => {
    const answer = answerOf(403, null, "blocked: xoxb-1-2-3 by your proxy");
    expect(answer).toEqual({ kind: "refused", error: "HTTP 403" });
  });
});

describe("a refusal", () => {
  it.each([
    ["token_revoked", "user", "Put a valid token or webhook into the secret"],
    ["not_in_channel", "user", "Invite the app to the channel"],
    ["missing_scope", "tool", "chat:write"],
    ["msg_too_long", "tool", undefined],
  ])("for %s is the %s's business", (error, source, hint) => {
    const thrown = refusal("chat.postMessage", error);
    expect(thrown).toMatchObject({
      code: "SLACK_REFUSED",
      source,
      message: `Slack refused chat.postMessage: ${error}`,
    });
    expect(thrown.hint === undefined ? undefined : hint && thrown.hint.includes(hint)).toBe(
      hint === undefined ? undefined : true,
    );
  });
});
