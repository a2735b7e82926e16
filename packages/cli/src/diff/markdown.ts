/** A diff as a comment on a pull request. */
import { plain } from "@holdfast/report";
import type { Diff } from "./model.ts";
import { type Told, tellEffect, tellUndecided, verdictOf } from "./words.ts";

const LIMIT = 500;

/** Entries of one section: GitHub takes comments of 65,536 characters. */
const MOST = 40;

export function asMarkdown(diff: Diff): string {
  const sections = [
    section(
      "Opens",
      diff.opens.map((effect) => tellEffect(effect, "opened")),
    ),
    section("Undecided", diff.undecided.map(tellUndecided)),
    section(
      "Closes",
      diff.closes.map((effect) => tellEffect(effect, "closed")),
    ),
    section(
      "Changed besides",
      diff.changes.map(({ subject, name, what }) => ({
        sentence: `${subject} ${name} ${what}`,
        details: [],
      })),
    ),
  ];
  return `${[`**${verdictOf(diff)}**`, ...sections.flat()].join("\n\n")}\n`;
}

function section(title: string, told: readonly Told[]): string[] {
  if (told.length === 0) return [];
  const lines = told
    .slice(0, MOST)
    .flatMap(({ sentence, details }) => [
      `- ${inert(sentence)}`,
      ...details.map((detail) => `  - ${inert(detail)}`),
    ]);
  const rest = told.length - MOST;
  const more = rest > 0 ? [`- and ${rest} more: \`--format text\` has them all`] : [];
  return [`### ${title}`, [...lines, ...more].join("\n")];
}

/**
 * Text that Markdown leaves as it is: everything but plain words and numbers stands in code spans,
 * where there are no links, no images, no mentions of people and no HTML.
 */
function inert(text: string): string {
  return plain(text, LIMIT).split(" ").map(inertWord).join(" ");
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
