/** Text that somebody else chose, as part of a Markdown document. */
import { plain } from "./escape.ts";

const LIMIT = 500;

/**
 * Text that Markdown leaves as it is: everything but plain words and numbers stands in code spans,
 * where there are no links, no images, no mentions of people and no HTML.
 * @param limit UTF-16 units of the text that are shown
 */
export function inert(text: string, limit = LIMIT): string {
  return plain(text, limit).split(" ").map(inertWord).join(" ");
}

function inertWord(word: string): string {
  const [, opening = "", core = "", closing = ""] = /^(\(?)(.*?)(\)?[,;:]?)$/s.exec(word) ?? [];
  if (core === "") return word === "" ? "" : codeSpan(word);
  // A number before a bracket begins a list.
  const isPlain = /^[A-Za-z]+$/.test(core) || (/^\d+$/.test(core) && !closing.startsWith(")"));
  return `${opening}${isPlain ? core : codeSpan(core)}${closing}`;
}

/** A code span ends at as many backticks as it began with. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  const room = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${room}${text}${room}${fence}`;
}
