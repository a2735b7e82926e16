/** A finding as a message to people: a subject line and a mail in plain text. */
import {
  type ActionTaken,
  type Cause,
  canonicalJson,
  type Difference,
  type Finding,
  formatKey,
  type Json,
  type Outcome,
} from "@holdfast/core";
import { ascii, plain } from "./escape.ts";
import { actorLines, originLines, whereLines } from "./origin.ts";
import { labelOf, REREAD, summaryOf } from "./summary.ts";
import { utc } from "./time.ts";

/** SNS takes subjects of fewer than 100 printable ASCII characters. */
const SUBJECT_LIMIT = 99;
/** A mail is for reading: what exceeds this is counted, and complete in the JSON form. */
const MAX_LISTED = 20;

/** The subject of a mail: printable ASCII on one line, fewer than 100 characters. */
export function alertSubject(finding: Finding): string {
  const what = `${labelOf(finding)}: ${finding.guardrail.id} on ${finding.subject.name}`;
  return ascii(plain(`[Holdfast] ${what}`, SUBJECT_LIMIT - 2)); // "…" becomes "...".
}

/** The whole story in plain text; the first line says what happened. Ends with a line break. */
export function alertText(finding: Finding): string {
  const happened = finding.happened !== undefined;
  const sections = [
    [summaryOf(finding)],
    needsSomebody(finding) ? [line("What to do", finding.guardrail.runbook)] : [],
    [...actorLines(finding), ...whereLines(finding), ...originLines(finding)],
    listed("What differed", finding.differences, differenceLines),
    listed(impactTitle(finding), finding.impact?.sentences ?? [], (one) => [`  - ${plain(one)}`]),
    listed("What Holdfast did", finding.actions, actionLines),
    happened
      ? listed("What happened", finding.causes, eventLines)
      : [line("Re-read", REREAD[finding.outcome])],
    listed("Notes", finding.notes, (note) => [`  - ${plain(note)}`]),
    referenceLines(finding),
  ];
  const shown = sections.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

const BY_ITSELF: readonly Outcome[] = [
  "REVERTED",
  "UNVERIFIED",
  "PENDING",
  "RESOLVED",
  "EXEMPT",
  "TOLERATED",
];

/** Whether it stays as it is unless a person does something. */
function needsSomebody({ outcome }: Finding): boolean {
  return !BY_ITSELF.includes(outcome);
}

function impactTitle({ impact }: Finding): string {
  return impact ? `What it means for access, in ${accounts(impact.accounts)}` : "";
}

function accounts(count: number): string {
  return count === 1 ? "1 account" : `${count} accounts`;
}

function eventLines(cause: Cause): string[] {
  return [`  - ${utc(cause.at)}  ${plain(cause.what ?? cause.eventName)}`];
}

function differenceLines({ path, kind, expected, actual, message }: Difference): string[] {
  const said = plain(message);
  switch (kind) {
    case "missing":
      return [`  - ${said}`, ...unlessSaid("expected", expected, message)];
    case "unexpected":
      return [`  - ${said}`, ...unlessSaid("found", actual, message)];
    case "changed":
      return [`  - ${said} (${plain(path)})`, side("expected", expected), side("found", actual)];
  }
}

/** What is missing or too much, unless it is a name that the message has said already. */
function unlessSaid(label: string, value: Json, message: string): string[] {
  return typeof value === "string" && message.includes(value) ? [] : [side(label, value)];
}

function side(label: string, value: Json): string {
  const text = typeof value === "string" ? value : canonicalJson(value);
  return `      ${label.padEnd(10)}${plain(text)}`;
}

const RESULT: Readonly<Record<ActionTaken["result"], string>> = {
  done: "done    ",
  failed: "FAILED  ",
  withheld: "withheld",
};

const EFFECT: Readonly<Record<ActionTaken["effect"], string>> = {
  restrict: "takes access away",
  grant: "gives access",
  neutral: "changes no access",
};

function actionLines({ action, reason, effect, result, detail, at }: ActionTaken): string[] {
  const why =
    detail === undefined ? [] : [`${result === "done" ? "" : "because "}${plain(detail)}`];
  return [
    `  - ${RESULT[result]}  ${plain(reason)}`,
    ...[`${action} (${EFFECT[effect]}), ${utc(at)}`, ...why].map(
      (text) => `${" ".repeat(14)}${text}`,
    ),
  ];
}

function referenceLines(finding: Finding): string[] {
  const { guardrail, severity, mode, incident, key, baselineHash, closed, happened } = finding;
  const since = closed ? finding.updatedAt : finding.firstSeenAt;
  return [
    line(happened === undefined ? "Guardrail" : "Tripwire", `${guardrail.id}: ${guardrail.title}`),
    line("Why", guardrail.why),
    ...(needsSomebody(finding) ? [] : [line("Runbook", guardrail.runbook)]),
    line("Severity", severity),
    line("Mode", mode),
    line("Incident", `${incident}, ${closed ? "closed" : "open"} since ${utc(since)}`),
    line("Key", plain(formatKey(key))),
    line("Baseline", plain(baselineHash.slice(0, 12))),
  ];
}

function listed<T>(title: string, items: readonly T[], lines: (item: T) => string[]): string[] {
  if (items.length === 0) return [];
  const more = items.length - MAX_LISTED;
  return [
    title,
    ...items.slice(0, MAX_LISTED).flatMap(lines),
    ...(more > 0 ? [`  - and ${more} more`] : []),
  ];
}

function line(label: string, text: string): string {
  return `${label.padEnd(11)}${text}`;
}
