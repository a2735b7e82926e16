/** A finding as a message to people: a subject line and a mail in plain text. */
import {
  type ActionTaken,
  type Cause,
  canonicalJson,
  type Difference,
  type Finding,
  formatKey,
} from "@holdfast/core";
import { ascii, plain } from "./escape.ts";
import { actorLines, originLines } from "./origin.ts";
import { labelOf, REREAD, summaryOf } from "./summary.ts";

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
    [...actorLines(finding), ...(happened ? [whereLine(finding)] : []), ...originLines(finding)],
    listed("What differed", finding.differences, differenceLines),
    listed(impactTitle(finding), finding.impact?.sentences ?? [], (one) => [`  - ${plain(one)}`]),
    listed("What Holdfast did", finding.actions, actionLines),
    happened
      ? listed("What happened", finding.causes, eventLines)
      : [line("Re-read", REREAD[finding.outcome])],
    listed("To be said as well", finding.notes, (note) => [`  - ${plain(note)}`]),
    referenceLines(finding),
  ];
  const shown = sections.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function impactTitle({ impact }: Finding): string {
  return impact ? `What it means for access, in ${accounts(impact.accounts)}` : "";
}

function accounts(count: number): string {
  return count === 1 ? "1 account" : `${count} accounts`;
}

function whereLine({ subject, key }: Finding): string {
  return line("Where", plain(`${subject.name} (account ${key.account}), ${key.region}`));
}

function eventLines(cause: Cause): string[] {
  return [`  - ${plain(cause.at)}  ${plain(cause.what ?? cause.eventName)}`];
}

function differenceLines({ path, kind, expected, actual, message }: Difference): string[] {
  return [
    `  - ${plain(message)} (${kind}: ${plain(path)})`,
    ...(kind === "unexpected" ? [] : [`      expected  ${plain(canonicalJson(expected))}`]),
    ...(kind === "missing" ? [] : [`      found     ${plain(canonicalJson(actual))}`]),
  ];
}

const RESULT: Readonly<Record<ActionTaken["result"], string>> = {
  done: "done    ",
  failed: "FAILED  ",
  withheld: "withheld",
};

function actionLines({ action, reason, effect, result, detail, at }: ActionTaken): string[] {
  const why =
    detail === undefined
      ? []
      : [`      ${result === "done" ? "detail" : "because"}  ${plain(detail)}`];
  return [`  - ${RESULT[result]}  ${action} (${effect}) at ${at}: ${plain(reason)}`, ...why];
}

function referenceLines(finding: Finding): string[] {
  const { guardrail, severity, mode, incident, key, baselineHash, closed, happened } = finding;
  return [
    line(happened === undefined ? "Guardrail" : "Tripwire", `${guardrail.id}: ${guardrail.title}`),
    line("Why", guardrail.why),
    line("Severity", severity),
    line("Mode", mode),
    line(
      "Incident",
      `${incident} (${closed ? "closed" : "open"} since ${closed ? finding.updatedAt : finding.firstSeenAt})`,
    ),
    line("Key", plain(formatKey(key))),
    line("Baseline", baselineHash),
    line("What to do", guardrail.runbook),
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
