/** What opens a channel: a bot token or the URL of an incoming webhook, out of a secret's text. */
import { HoldfastError } from "@holdfast/core";
import { isObject } from "../json.ts";

export type Access =
  | { readonly kind: "token"; readonly token: string }
  /** `path` begins with `/services/`; whoever knows it may post. */
  | { readonly kind: "webhook"; readonly path: string };

/**
 * Reads the text itself, or the only value of a JSON object, which is what the AWS console makes of a
 * secret. Throws a `HoldfastError` that repeats nothing of it.
 */
export function accessOf(secret: string): Access {
  const text = onlyValue(secret).trim();
  // Strict, so that it can't break a header either, whose error would repeat it.
  if (/^xox[a-z](\.xox[a-z])?-[A-Za-z0-9-]{10,}$/.test(text)) return { kind: "token", token: text };
  const path = /^https:\/\/hooks\.slack\.com(\/services\/[A-Za-z0-9/_-]+)$/.exec(text)?.[1];
  if (path !== undefined) return { kind: "webhook", path };
  throw new HoldfastError(
    "SLACK_SECRET_UNUSABLE",
    "the secret holds neither a bot token nor the URL of an incoming webhook",
    {
      source: "user",
      hint: "Put xoxb-… or https://hooks.slack.com/services/… into it, as text or as the only value of a JSON object.",
    },
  );
}

function onlyValue(secret: string): string {
  if (!secret.trimStart().startsWith("{")) return secret;
  try {
    const value: unknown = JSON.parse(secret);
    const values = isObject(value) ? Object.values(value) : [];
    const [only] = values;
    return values.length === 1 && typeof only === "string" ? only : "";
  } catch {
    // Its message would quote the text.
    return "";
  }
}
