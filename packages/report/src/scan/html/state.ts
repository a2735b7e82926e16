/** How a state is said: always in a word, with a shape and a colour beside it. */
import type { DriftStatus, ScanEntry, Severity } from "@holdfast/core";
import { ENTRY_SIGN, signOf } from "../words.ts";
import { type Html, html } from "./html.ts";

export type EntryStatus = ScanEntry["status"];

export const STATUS_WORD: Readonly<Record<EntryStatus, string>> = {
  DRIFTED: "Drifted",
  EXEMPT: "Exempt",
  PENDING: "Pending",
  UNKNOWN: "Unknown",
};

export const SEVERITIES: readonly Severity[] = [
  "CRITICAL",
  "HIGH",
  "MEDIUM",
  "LOW",
  "INFORMATIONAL",
];

export function severityWord(severity: Severity): string {
  return `${severity[0]}${severity.slice(1).toLowerCase()}`;
}

/** `[-] Drifted`; the sign is decoration to a screen reader, which hears the word. */
export function statusBadge(entry: ScanEntry): Html {
  const { status } = entry;
  return html`<span class="badge ${tone(status)}"><span aria-hidden="true">${ENTRY_SIGN[signOf(entry)]}</span> ${STATUS_WORD[status]}</span>`;
}

export function severityBadge(severity: Severity): Html {
  return html`<span class="severity ${severity.toLowerCase()}">${severityWord(severity)}</span>`;
}

export function tone(status: DriftStatus): string {
  return status.toLowerCase().replace("_", "-");
}
