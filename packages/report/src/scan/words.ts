/** The words and signs that every form of a scan shares. */
import type { ReadState, ScanCoverage, ScanEntry, ScanReport, ScanSummary } from "@holdfast/core";

export type Sign = "missing" | "unexpected" | "changed" | "exempt" | "unknown";

/** A sign says by its shape what colour could only say to some. */
export const ENTRY_SIGN: Readonly<Record<Sign, string>> = {
  missing: "[-]",
  unexpected: "[+]",
  changed: "[~]",
  exempt: "[ ]",
  unknown: "[?]",
};

export const READ_WORDS: Readonly<Record<ReadState, string>> = {
  READ: "read",
  PARTIAL: "read in part",
  NOT_CHECKED: "not read",
};

/** The sign of an entry: that of its differences if they are of one kind. */
export function signOf({ status, differences }: ScanEntry): Sign {
  if (status === "UNKNOWN") return "unknown";
  if (status === "EXEMPT") return "exempt";
  const [kind, ...others] = new Set(differences.map((one) => one.kind));
  return kind === undefined || others.length > 0 ? "changed" : kind;
}

/** The sum of a report in one line. */
export function closingLine({ summary, kind }: Pick<ScanReport, "kind" | "summary">): string {
  const { drifted, exempt, pending, unknown, unread, inSync } = summary;
  const parts = [
    drifted === 0 ? "Nothing drifted" : `${drifted} drifted${revertable(kind, summary)}`,
    ...(exempt > 0 ? [`${exempt} exempt`] : []),
    ...(pending > 0 ? [`${pending} pending`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
    ...(unread > 0 ? [`${unread} not checked`] : []),
    `${inSync} in sync`,
  ];
  return `${parts.join(", ")}.`;
}

function revertable(kind: ScanReport["kind"], { wouldRevert }: ScanSummary): string {
  return kind === "plan" ? ` (${wouldRevert} would be put right)` : "";
}

/**
 * How much was asked for of what takes turns: "every user: all 9", or "every user: 3,000 of 20,000, all of
 * them since 2026-11-20T00:00:00Z".
 */
export function coverageWords({ what, done, of, since }: ScanCoverage): string {
  const count = (number: number) => number.toLocaleString("en-US");
  if (of === 0) return `${what}: not checked`;
  if (done === of) return `${what}: all ${count(of)}`;
  const rest =
    since === undefined ? "not yet all of them" : `all of them since ${inSeconds(since)}`;
  return `${what}: ${count(done)} of ${count(of)}, ${rest}`;
}

function inSeconds(time: string): string {
  return time.replace(/\.\d+Z$/, "Z");
}
