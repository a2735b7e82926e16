/** A scan or plan as a comment on a pull request or a job summary. */
import type { ScanEntry, ScanReport, ScanSection, ScanStep } from "@holdfast/core";
import { inert } from "../markdown.ts";
import { callOf } from "../summary.ts";
import { closingLine, coverageWords, ENTRY_SIGN, READ_WORDS, signOf } from "./words.ts";

/** Entries that are shown: GitHub takes comments of 65,536 characters. */
const MOST = 50;
/** Lines of one entry's list. */
const MOST_LINES = 20;

/** Ends with a line break. What was not read comes before what differs: without it, nothing is known to be fine. */
export function scanMarkdown(report: ScanReport): string {
  const blocks = [
    `**${closingLine(report)}**`,
    facts(report),
    ...notChecked(report.sections),
    ...asked(report.sections),
    ...entries(report),
    ...report.notes.map((note) => `_Note:_ ${inert(note)}`),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function facts({ kind, organization, baseline, caller, startedAt }: ScanReport): string {
  const what = kind === "plan" ? "Plan" : "Scan";
  return `${what} of \`${organization.id}\` against baseline \`${baseline.hash.slice(0, 12)}\`, read ${inert(startedAt)} by ${inert(caller.arn)}.`;
}

function notChecked(sections: readonly ScanSection[]): string[] {
  const unread = sections.filter(({ state }) => state !== "READ");
  if (unread.length === 0) return [];
  const lines = unread.map(({ guardrail, account, region, state, reason }) => {
    const where = [account, region].filter((part) => part !== undefined).join(", ");
    const place = where === "" ? "" : ` (${inert(where)})`;
    return `- \`${guardrail}\`${place}: ${READ_WORDS[state]}${reason ? `, ${inert(reason.message)}` : ""}`;
  });
  return ["### Not checked", cutTo(lines, MOST_LINES, "sections").join("\n")];
}

/** What takes turns because it may be too much for one scan: all of it Holdfast's own words. */
function asked(sections: readonly ScanSection[]): string[] {
  return sections.flatMap(({ guardrail, coverage = [] }) =>
    coverage.length === 0
      ? []
      : [`\`${guardrail}\` has asked for ${coverage.map(coverageWords).join("; ")}.`],
  );
}

function entries({ entries: all, kind }: ScanReport): string[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, MOST).map((entry) => entryBlock(entry, kind));
  const more = all.length - shown.length;
  return [
    "### Not in sync",
    ...shown,
    ...(more > 0 ? [`… and ${more} more: the JSON form has them all.`] : []),
  ];
}

/** Folded, so that a long list can be skimmed; the summary line alone says what it is about. */
function entryBlock(entry: ScanEntry, kind: ScanReport["kind"]): string {
  const { guardrail, subject, severity, status, mode } = entry;
  const state = status === "DRIFTED" ? severity : `${status}, ${severity}`;
  const title = `<code>${ENTRY_SIGN[signOf(entry)]}</code> ${guardrail} · ${html(subject.name)} · ${state} · mode ${mode}`;
  const lines = [
    ...entry.differences.map(({ message }) => `- ${inert(message)}`),
    ...(entry.reason === undefined ? [] : [`- ${inert(entry.reason)}`]),
    ...(entry.impact?.sentences ?? []).map((sentence) => `- ${inert(sentence)}`),
    ...causeLines(entry),
    ...(entry.place === undefined
      ? []
      : [`- declared in ${inert(`${entry.place.file}:${entry.place.line}`)}`]),
    ...(kind === "plan" ? entry.steps.map(stepLine) : []),
  ];
  const list = cutTo(lines, MOST_LINES, "lines").join("\n");
  return `<details><summary>${title}</summary>\n\n${list}\n\n</details>`;
}

function causeLines({ causes }: ScanEntry): string[] {
  const cause = causes.at(-1);
  if (cause === undefined) return [];
  return [`- ${inert(cause.actor.name)} called ${inert(callOf(cause))} at ${inert(cause.at)}`];
}

function stepLine({ action, effect, reason, runs, withheld }: ScanStep): string {
  const call = `\`${action}\` (${effect})`;
  return runs
    ? `- would ${inert(reason)}: ${call}`
    : `- would not ${inert(reason)}: ${call}, because ${inert(withheld ?? "")}`;
}

function cutTo(lines: readonly string[], most: number, what: string): readonly string[] {
  const more = lines.length - most;
  return more > 0 ? [...lines.slice(0, most), `- … and ${more} more ${what}`] : lines;
}

/** Inside `<summary>` Markdown is not read, HTML is. */
function html(text: string): string {
  return inert(text)
    .replaceAll("`", "")
    .replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}
