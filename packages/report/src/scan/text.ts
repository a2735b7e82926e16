/** A scan or plan for people at a terminal: the organization's tree with what is not in sync. */
import type {
  Cause,
  Difference,
  ScanEntry,
  ScanExemption,
  ScanReport,
  ScanSection,
  ScanStep,
} from "@holdfast/core";
import { plain } from "../escape.ts";
import { callOf } from "../summary.ts";
import { closingLine, coverageWords, ENTRY_SIGN, READ_WORDS, signOf } from "./words.ts";

/** How parts are set off where that is possible: `alarm` is drift, `dim` what explains. */
export type Style = "alarm" | "bold" | "dim" | "good" | "warn";
export type Paint = (style: Style, text: string) => string;

/** Days before an exemption ends at which that is said. */
const SOON = 14;
const DAY = 86_400_000;
const WIDTH = 100;

/** Ends with a line break. Only what is not plainly in sync is listed; what was not read always is. */
export function scanText(report: ScanReport, paint: Paint = (_style, text) => text): string {
  const blocks = [
    head(report),
    ...units(report).map(({ path, entries }) => [
      paint("bold", path),
      ...entries.flatMap((entry) => entryLines(entry, report, paint)),
    ]),
    notChecked(report.sections, paint),
    asked(report.sections),
    exemptions(report),
    report.notes.map((note) => `Note: ${plain(note, 500)}`),
    [paint(toneOf(report), closingLine(report)), ...next(report)],
  ];
  const shown = blocks.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function head({ baseline, organization, stage, startedAt, scope }: ScanReport): string[] {
  const { directory, hash } = baseline;
  const where = directory === undefined ? "" : `${plain(directory)} @ `;
  const accounts = organization.accounts.length;
  return [
    `Baseline      ${where}${hash.slice(0, 12)}`,
    `Organization  ${organization.id} (${accounts} ${accounts === 1 ? "account" : "accounts"} declared)`,
    `Read          ${startedAt.replace(/\.\d+Z$/, "Z")}`,
    ...(scope === undefined ? [] : [`Asked for     ${plain(scopeText(scope))}`]),
    ...stageLines(stage),
  ];
}

function scopeText({ guardrails, accounts, regions, mode }: NonNullable<ScanReport["scope"]>) {
  const parts = [
    guardrails && `guardrails ${guardrails.join(", ")}`,
    accounts && `accounts ${accounts.join(", ")}`,
    regions && `Regions ${regions.join(", ")}`,
    mode && `mode ${mode} at most`,
  ];
  return parts.filter((part) => part !== undefined).join("; ");
}

function stageLines(stage: ScanReport["stage"]): string[] {
  if (stage.kind === "none") return [];
  if (stage.kind === "read")
    return [`Stage         ${stage.name}: its pauses, holds and incidents`];
  return [
    `Stage         ${stage.name} was not read: ${plain(stage.reason)}`,
    "              Pauses, holds and what Holdfast made since the lock file are not weighed.",
  ];
}

/** Entries by the unit that decides their mode, in the report's order. */
function units({ entries }: ScanReport): { path: string; entries: readonly ScanEntry[] }[] {
  const groups = Map.groupBy(entries, ({ subject }) => subject.unit ?? "");
  return [...groups].map(([path, group]) => ({
    path: path === "" ? "Not in the baseline" : plain(path.replaceAll("/", " / ")),
    entries: group,
  }));
}

function entryLines(entry: ScanEntry, { kind, baseline }: ScanReport, paint: Paint): string[] {
  const { subject, guardrail, status, severity, mode } = entry;
  const name = subject.name === subject.unit ? "" : `  ${plain(subject.name)}`;
  const state = status === "DRIFTED" ? severity : `${status}, ${severity}`;
  const left = `  ${ENTRY_SIGN[signOf(entry)]} ${guardrail}${name}`;
  const right = `${state}, mode ${mode}`;
  const title = `${left.padEnd(WIDTH - right.length - 2)}  ${right}`;
  const details = [
    ...entry.differences.map((one) => differenceLine(one)),
    ...(entry.reason === undefined ? [] : [plain(entry.reason, 500)]),
    ...(entry.exemption === undefined ? [] : [exemptionText(entry.exemption)]),
    ...(entry.impact?.sentences ?? []).map((sentence) => plain(sentence, 500)),
    ...causeLines(entry.causes),
    ...placeLines(entry.place, baseline.directory),
    ...(kind === "plan" ? entry.steps.flatMap((step) => stepLines(step)) : []),
  ];
  return [
    paint(status === "DRIFTED" ? "alarm" : "warn", title),
    ...details.map((line, index) => branch(line, index === details.length - 1)),
  ];
}

function branch(line: string, last: boolean): string {
  const [first = "", ...rest] = line.split("\n");
  const below = last ? " " : "│";
  return [
    `       ${last ? "└─" : "├─"} ${first}`,
    ...rest.map((more) => `       ${below}  ${more}`),
  ].join("\n");
}

function differenceLine({ kind, message }: Difference): string {
  return `${ENTRY_SIGN[kind]} ${plain(message, 500)}`;
}

/** The newest is who touched it last. */
function causeLines(causes: readonly Cause[]): string[] {
  const cause = causes.at(-1);
  if (cause === undefined) return [];
  const { actor, at, eventId } = cause;
  const role = actor.role === undefined ? "" : ` via ${plain(lastPart(actor.role))}`;
  const from = actor.sourceIp === undefined ? "" : ` from ${plain(actor.sourceIp)}`;
  return [
    `by ${plain(actor.name)}${role}${from}: ${callOf(cause)}, ${plain(at)}, event ${plain(eventId)}`,
  ];
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** From where the command was run, so that a terminal can follow it. */
function placeLines(place: ScanEntry["place"], directory = "."): string[] {
  if (place === undefined) return [];
  const { file, line, column } = place;
  const path = directory === "." ? file : `${directory}/${file}`;
  return [`declared in ${plain(path)}:${line}:${column}`];
}

function stepLines({ action, effect, reason, runs, withheld }: ScanStep): string[] {
  const call = `${action} (${effect})`;
  if (runs) return [`would ${plain(reason, 500)}: ${call}`];
  return [`would not ${plain(reason, 500)}: ${call}\nbecause ${plain(withheld ?? "", 500)}`];
}

function exemptionText({ reason, owner, ticket, expiresOn, expired }: ScanExemption): string {
  const by = ticket === undefined ? owner : `${owner}, ${ticket}`;
  return `${expired ? "exemption is over since" : "exempt until"} ${expiresOn}: ${plain(reason)} (${plain(by)})`;
}

/** What takes turns because it may be too much for one scan, and what nobody can ask for. */
function asked(sections: readonly ScanSection[]): string[] {
  return sections.flatMap(({ guardrail, coverage = [] }) => {
    const turns = coverage.filter(({ of }) => of > 0).map(coverageWords);
    return [
      ...(turns.length > 0 ? [`${guardrail} has asked for ${plain(turns.join("; "), 500)}.`] : []),
      ...coverage
        .filter(({ of }) => of === 0)
        .map(({ what }) => `Not checked by ${guardrail}: ${plain(what)}.`),
    ];
  });
}

function notChecked(sections: readonly ScanSection[], paint: Paint): string[] {
  const unread = sections.filter(({ state }) => state !== "READ");
  if (unread.length === 0) return [];
  return [
    paint("bold", `Not checked (${unread.length})`),
    ...unread.map(({ guardrail, account, region, state, reason, keys }) => {
      const where = [guardrail, account, region].filter((part) => part !== undefined).join("  ");
      const seen = state === "PARTIAL" ? `, after ${keys} ${keys === 1 ? "key" : "keys"}` : "";
      const why = reason === undefined ? "" : `: ${plain(reason.message, 500)}`;
      return paint("warn", `  [?] ${where}  ${READ_WORDS[state]}${seen}${why}`);
    }),
  ];
}

/** Those that are over or soon will be. */
function exemptions({ exemptions: all, startedAt }: ScanReport): string[] {
  const soon = Date.parse(startedAt) + SOON * DAY;
  const listed = all.filter(({ expiresOn, expired }) => expired || Date.parse(expiresOn) < soon);
  return listed.map(({ guardrail, key, expiresOn, expired }) => {
    const when = expired ? `is over since ${expiresOn}` : `ends on ${expiresOn}`;
    return `The exemption of ${plain(key)} from ${guardrail} ${when}.`;
  });
}

function toneOf({ summary, complete }: ScanReport): Style {
  if (summary.drifted > 0) return "alarm";
  return complete && summary.unknown + summary.pending === 0 ? "good" : "warn";
}

function next({ kind, summary, complete }: ScanReport): string[] {
  if (summary.drifted > 0) {
    return kind === "scan"
      ? ["Next: holdfast plan says what would put it right, and what would be held back."]
      : [];
  }
  return complete ? [] : ["What was not checked may differ all the same."];
}
