/** A diff as a comment on a pull request. */
import { inert } from "@holdfast/report";
import type { Diff } from "./model.ts";
import type { Told } from "./told.ts";
import { tellEffect, tellUndecided, verdictOf } from "./words.ts";

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
