/**
 * Foreign text inside Slack's markup: it can neither format, mention, link nor leave its place. Slack
 * knows three escapes (`&amp;`, `&lt;`, `&gt;`) and none for its formatting characters, so what could
 * format is shown as code, where nothing but those three is read.
 */
import { plain } from "../escape.ts";

/** What formats outside of code: bold, italics, strike-through, code, and emoji (lower case) by name. */
const FORMATTING = /[*_~`]|:[a-z\d+'-]+:/;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** With `<`, `>` and `&` as Slack wants them, in `plain_text` as well; nothing else is changed. */
export function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? "");
}

/** One line for `plain_text` objects and notifications, at most `limit` characters once escaped. */
export function line(text: string, limit: number): string {
  return cut(plain(text, limit), limit);
}

/** One line of inline code. */
export function code(text: string, limit = 120): string {
  const shown = withoutTicks(cut(plain(text, limit), limit)).trim();
  return shown === "" ? "–" : `\`${shown}\``;
}

/** A sentence that may hold foreign words: as it is, or as code if any of it could format. */
export function prose(text: string, limit = 300): string {
  const shown = cut(plain(text, limit), limit).trim();
  if (shown === "") return "–";
  return FORMATTING.test(shown) ? code(text, limit) : shown;
}

/** Lines in a code block; those that don't fit into `limit` characters are left out. */
export function codeBlock(lines: readonly string[], limit: number): string {
  const shown: string[] = [];
  let left = limit - "```\n\n```".length;
  for (const text of lines) {
    const one = withoutTicks(cut(plain(text), 300));
    left -= one.length + 1;
    if (left < 0) break;
    shown.push(one);
  }
  return ["```", ...shown, "```"].join("\n");
}

/** A link of our own; undefined if it is none, or could end before its end. */
export function link(url: string, text: string): string | undefined {
  return /^https:\/\/[^\s|<>]+$/.test(url) ? `<${escaped(url)}|${escaped(text)}>` : undefined;
}

/** A time as each reader's own Slack shows it, with the text as it is for everybody else. */
export function time(iso: string): string {
  const at = Date.parse(iso);
  const text = line(iso, 40).replaceAll("|", "/");
  return Number.isNaN(at)
    ? code(iso, 40)
    : `<!date^${Math.floor(at / 1000)}^{date_short_pretty} {time_secs}|${text}>`;
}

/** Nothing escapes a backtick, and one would end the code. */
function withoutTicks(text: string): string {
  return text.replaceAll("`", "'");
}

/** Escapes, and cuts between characters where that has made the text too long. */
function cut(text: string, limit: number): string {
  const whole = escaped(text);
  if (whole.length <= limit) return whole;
  let kept = "";
  for (const character of text) {
    const one = escaped(character);
    if (kept.length + one.length >= limit) break;
    kept += one;
  }
  return `${kept}…`;
}
