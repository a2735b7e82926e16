/** Messages of Block Kit, within Slack's limits. */
import type { KnownBlock, MrkdwnElement, PlainTextElement } from "@slack/types";
import { shorten } from "../escape.ts";

/** A message as `chat.postMessage`, `chat.update` and incoming webhooks take it. */
export interface SlackMessage {
  /** What notifications and screen readers say: a full sentence. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** Slack's limits, in characters or pieces. */
export const LIMITS = {
  blocks: 50,
  header: 150,
  fields: 10,
  field: 2000,
  section: 3000,
  elements: 10,
  /** The blocks as JSON: Slack refuses about 13,200 characters (slackapi/bolt-js issue 2509). */
  total: 12_000,
} as const;

/** Characters of a list: several of them fit into a message. */
const LISTED = 2_000;

export function mrkdwn(text: string): MrkdwnElement {
  // `verbatim`: nothing in it becomes a link or a mention that was not written as one.
  return { type: "mrkdwn", text, verbatim: true };
}

export function plainText(text: string): PlainTextElement {
  return { type: "plain_text", text, emoji: false };
}

export function header(text: string): KnownBlock {
  return { type: "header", text: plainText(shorten(text, LIMITS.header)) };
}

/** A section in Slack's markup. */
export function section(text: string): KnownBlock {
  return { type: "section", text: mrkdwn(shorten(text, LIMITS.section)) };
}

/** A section that is shown as it is. */
export function paragraph(text: string): KnownBlock {
  return { type: "section", text: plainText(shorten(text, LIMITS.section)) };
}

/** Label and value in two columns; those beyond the tenth are left out. No block if there are none. */
export function fields(pairs: readonly (readonly [string, string | undefined])[]): KnownBlock[] {
  const shown = pairs.flatMap(([label, value]) =>
    value === undefined ? [] : [mrkdwn(shorten(`*${label}*\n${value}`, LIMITS.field))],
  );
  return shown.length === 0 ? [] : [{ type: "section", fields: shown.slice(0, LIMITS.fields) }];
}

/** A bold title with lines under it, as many as fit; no block if there are none. */
export function listed(title: string, lines: readonly string[], most: number): KnownBlock[] {
  if (lines.length === 0) return [];
  const shown = [`*${title}*`];
  let left = LISTED - title.length;
  for (const one of lines.slice(0, most)) {
    left -= one.length + 3;
    // A line that is cut could lose the end of an escape, or of what is code.
    if (left < 0) break;
    shown.push(`• ${one}`);
  }
  const more = lines.length - (shown.length - 1);
  if (more > 0) shown.push(`• and ${more} more`);
  return [section(shown.join("\n"))];
}

/** The small print at the end. */
export function context(elements: readonly string[]): KnownBlock {
  return {
    type: "context",
    elements: elements.slice(0, LIMITS.elements).map((text) => mrkdwn(shorten(text, 300))),
  };
}

/**
 * Head, body and foot as one message. If that is more than Slack takes, the end of the body is left
 * out, and it is said.
 */
export function message(
  text: string,
  head: readonly KnownBlock[],
  body: readonly KnownBlock[],
  foot: readonly KnownBlock[],
): SlackMessage {
  for (let kept = body.length; ; kept--) {
    const left = body.length - kept;
    const omission = left === 0 ? [] : [section("_The rest is in the mail and in Security Hub._")];
    const blocks = [...head, ...body.slice(0, kept), ...omission, ...foot];
    const fits = blocks.length <= LIMITS.blocks && JSON.stringify(blocks).length <= LIMITS.total;
    if (fits || kept === 0) return { text, blocks };
  }
}
