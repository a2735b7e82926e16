/** A scan in one message: what a mail, a chat or a function is told of it. */
import type { ScanEntry, ScanReport, ScanSection, ScanSummary } from "@holdfast/core";
import { plain } from "../escape.ts";
import { closingLine, ENTRY_SIGN, READ_WORDS, signOf } from "./words.ts";

/** Entries that a message lists; the report has them all. */
const LISTED = 20;

/** Version 1 of the machine form. `kind` tells it from an alert, which has none. */
export interface DigestJson {
  readonly version: 1;
  readonly kind: "scan";
  readonly scan: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly complete: boolean;
  readonly baselineHash: string;
  /** The sum in one sentence, and the whole message; both safe to show as they are. */
  readonly summary: string;
  readonly text: string;
  readonly counts: ScanSummary;
  /** The most severe first; at most twenty. */
  readonly entries: readonly Pick<
    ScanEntry,
    "key" | "guardrail" | "status" | "severity" | "subject" | "mode"
  >[];
  readonly notChecked: readonly Pick<ScanSection, "guardrail" | "state" | "reason">[];
  /** Where the report is: an `s3://` URL. */
  readonly report: string;
}

/** The subject of a mail; names are the caller's to escape no more. */
export function digestSubject(report: ScanReport): string {
  const { drifted, unread, unknown } = report.summary;
  const parts = [
    ...(drifted > 0 ? [`${drifted} drifted`] : []),
    ...(unread + unknown > 0 ? [`${unread + unknown} not checked`] : []),
  ];
  return `[Holdfast] Scan: ${parts.length > 0 ? parts.join(", ") : "changes are under way"}`;
}

/** The whole message in plain text. Ends with a line break. */
export function digestText(report: ScanReport, where: string): string {
  const { entries, sections, startedAt, finishedAt, complete, baseline, id } = report;
  const listed = bySeverity(entries).slice(0, LISTED);
  const unread = sections.filter(({ state }) => state !== "READ");
  const more = entries.length - listed.length;
  const lines = [
    `A scan read the organization: ${closingLine(report)}`,
    ...(complete ? [] : ["It is incomplete: what was not checked may differ all the same."]),
    "",
    ...listed.map(entryLine),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...unread.map(({ guardrail, account, region, state, reason }) => {
      const where = [guardrail, account, region].filter((part) => part !== undefined).join(" ");
      return `  [?] ${where} ${READ_WORDS[state]}: ${plain(reason?.message ?? "")}`;
    }),
    "",
    "Each of them is looked at again now, and put right as far as its mode allows.",
    `Scan       ${id}, ${startedAt} to ${finishedAt}`,
    `Baseline   ${baseline.hash}`,
    `Report     ${where}`,
  ];
  return `${lines.join("\n")}\n`;
}

export function digestJson(report: ScanReport, where: string): DigestJson {
  const { id, startedAt, finishedAt, complete, baseline, summary, entries, sections } = report;
  return {
    version: 1,
    kind: "scan",
    scan: id,
    startedAt,
    finishedAt,
    complete,
    baselineHash: baseline.hash,
    summary: closingLine(report),
    text: digestText(report, where),
    counts: summary,
    entries: bySeverity(entries)
      .slice(0, LISTED)
      .map(({ key, guardrail, status, severity, mode, subject }) => {
        // A root has all accounts below it: the report lists them.
        return { key, guardrail, status, severity, mode, subject: { ...subject, accounts: [] } };
      }),
    notChecked: sections
      .filter(({ state }) => state !== "READ")
      .map(({ guardrail, state, reason }) => ({ guardrail, state, ...(reason && { reason }) })),
    report: where,
  };
}

const ORDER = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"];

function bySeverity(entries: readonly ScanEntry[]): readonly ScanEntry[] {
  return entries.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

function entryLine(entry: ScanEntry): string {
  const { guardrail, subject, severity, differences, reason = "" } = entry;
  const [first, ...others] = differences;
  const what = first === undefined ? reason : first.message;
  const more = others.length > 0 ? `, and ${others.length} more` : "";
  return `  ${ENTRY_SIGN[signOf(entry)]} ${severity} ${guardrail} on ${plain(subject.name)}: ${plain(what)}${more}`;
}
