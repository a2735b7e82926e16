/** A diff for a terminal. */
import { plain } from "@holdfast/report";
import { columns } from "../terminal.ts";
import type { Diff } from "./model.ts";
import type { Told } from "./told.ts";
import { tellEffect, tellUndecided, verdictOf } from "./words.ts";

/** Room for an ARN or two; what a baseline's author wrote can't fill the screen. */
const LIMIT = 500;

export function asText(diff: Diff): string {
  const sections = [
    section(
      "OPENS",
      diff.opens.map((effect) => tellEffect(effect, "opened")),
    ),
    section("UNDECIDED", diff.undecided.map(tellUndecided)),
    section(
      "CLOSES",
      diff.closes.map((effect) => tellEffect(effect, "closed")),
    ),
    besides(diff),
  ];
  return `${[[verdictOf(diff)], ...sections.filter((lines) => lines.length > 0)]
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function section(title: string, told: readonly Told[]): string[] {
  if (told.length === 0) return [];
  const lines = told.flatMap(({ sentence, details }) => [
    `  ${plain(sentence, LIMIT)}`,
    ...details.map((detail) => `      ${plain(detail, LIMIT)}`),
  ]);
  return [title, ...lines];
}

function besides({ changes }: Diff): string[] {
  if (changes.length === 0) return [];
  const rows = changes.map(({ subject, name, what }) => [
    subject,
    `${plain(name)} ${plain(what, LIMIT)}`,
  ]);
  return ["CHANGED BESIDES", ...columns(rows).map((line) => `  ${line}`)];
}
