/** What an answer of Slack means. Takes nothing of what was sent: that may be a secret. */
import { HoldfastError } from "@holdfast/core";
import { isObject, textOf } from "../json.ts";

export type Answer =
  | { readonly kind: "ok"; readonly body: Readonly<Record<string, unknown>> }
  /** Later it may pass; `after` in milliseconds if Slack says when. */
  | { readonly kind: "later"; readonly why: string; readonly after?: number }
  | { readonly kind: "refused"; readonly error: string };

/** Errors behind which there is trouble at Slack's. */
const TRANSIENT = new Set([
  "fatal_error",
  "internal_error",
  "ratelimited",
  "rate_limited",
  "request_timeout",
  "rollup_error",
  "service_unavailable",
]);

/** Token or webhook are not valid (any more): the secret may have been rotated. */
export const REVOKED: ReadonlySet<string> = new Set([
  "account_inactive",
  "invalid_auth",
  "invalid_token",
  "no_active_hooks",
  "no_service",
  "no_team",
  "not_authed",
  "token_expired",
  "token_revoked",
]);

/** The message is not there (any more), or can't be changed. */
export const GONE: ReadonlySet<string> = new Set([
  "cannot_reply_to_message",
  "cant_update_message",
  "edit_window_closed",
  "message_not_found",
  "thread_not_found",
]);

/** The channel can't be used. */
export const SHUT: ReadonlySet<string> = new Set([
  "channel_is_archived",
  "channel_not_found",
  "is_archived",
  "not_in_channel",
]);

/** The blocks don't please; the text alone may. */
export const BAD_BLOCKS: ReadonlySet<string> = new Set([
  "invalid_blocks",
  "invalid_blocks_format",
  "msg_blocks_too_long",
]);

/** @param text of the body: JSON from the Web API, a word from a webhook */
export function answerOf(status: number, retryAfter: string | null, text: string): Answer {
  if (status === 429) {
    const seconds = Number(retryAfter);
    const after = Number.isFinite(seconds) && seconds > 0 ? { after: seconds * 1000 } : {};
    return { kind: "later", why: "ratelimited", ...after };
  }
  if (status >= 500) return { kind: "later", why: `HTTP ${status}` };
  if (status === 200 && text === "ok") return { kind: "ok", body: {} };
  const body = parsed(text);
  if (body?.ok === true) return { kind: "ok", body };
  const error = wordOf(body === undefined ? text : textOf(body.error));
  // A page of a proxy, or half an answer: nothing is known.
  if (error === undefined && status === 200) return { kind: "later", why: "unreadable answer" };
  if (error !== undefined && TRANSIENT.has(error)) return { kind: "later", why: error };
  return { kind: "refused", error: error ?? `HTTP ${status}` };
}

/** A refusal as an error, with what to do about it. */
export function refusal(method: string, error: string): HoldfastError {
  const hint = hintFor(error);
  return new HoldfastError("SLACK_REFUSED", `Slack refused ${method}: ${error}`, {
    source: REVOKED.has(error) || SHUT.has(error) ? "user" : "tool",
    ...(hint !== undefined && { hint }),
  });
}

function hintFor(error: string): string | undefined {
  if (REVOKED.has(error)) {
    return "Put a valid token or webhook into the secret; it is read again by itself.";
  }
  if (SHUT.has(error)) return "Invite the app to the channel, and check the channel's id.";
  if (error === "missing_scope") return "Give the app the scope chat:write and install it again.";
  return undefined;
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Slack's codes are words; anything else could be whatever stands between us and Slack. */
function wordOf(text: string | undefined): string | undefined {
  return text !== undefined && /^[a-z_]{2,60}$/.test(text) ? text : undefined;
}
