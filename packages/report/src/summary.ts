/** A finding in a word and in a sentence: the same in subject lines, mails and Security Hub. */
import type { ActionTaken, Cause, Finding, Outcome } from "@holdfast/core";
import { plain } from "./escape.ts";

/** How an outcome is called where a few words must do. FAILED is the only one that shouts. */
export const OUTCOME_LABEL: Readonly<Record<Outcome, string>> = {
  REVERTED: "Reverted",
  UNVERIFIED: "Written, not yet confirmed",
  PENDING: "Waiting for AWS",
  FAILED: "REVERT FAILED, ACT NOW",
  ALERTED: "Drift",
  EXEMPT: "Exempt drift",
  TOLERATED: "Tolerated for now",
  UNKNOWN: "Not readable",
  RESOLVED: "Resolved",
  TRIPPED: "Tripwire",
};

/** What a finding is called where a few words must do. */
export function labelOf({ outcome, happened }: Pick<Finding, "outcome" | "happened">): string {
  return happened !== undefined && outcome === "EXEMPT"
    ? "Exempt tripwire"
    : OUTCOME_LABEL[outcome];
}

/** What the last read said about live state. */
export const REREAD: Readonly<Record<Outcome, string>> = {
  REVERTED: "confirmed: live state agreed with the baseline after the write.",
  UNVERIFIED: "not confirmed yet; Holdfast looks again by itself.",
  PENDING: "not confirmed yet: AWS has not finished; Holdfast looks again by itself.",
  FAILED: "not confirmed: a write failed, so part or all of the difference is still there.",
  ALERTED: "live state differs from the baseline.",
  EXEMPT: "live state differs from the baseline, as the exemption allows.",
  TOLERATED: "live state differs from the baseline, as that tolerates for a while.",
  UNKNOWN: "the read failed, so nothing is known; Holdfast looks again by itself.",
  RESOLVED: "confirmed: live state agrees with the baseline.",
  TRIPPED: "none: an event has no state that could be read.",
};

/** What happened, in the past tense and in one sentence (two, if it failed). */
export function summaryOf(finding: Finding): string {
  if (finding.happened !== undefined) return eventOf(finding, finding.happened);
  const name = plain(finding.subject.name);
  const after = afterCause(finding.causes.at(-1));
  const differed = `${name} differed from the baseline${inWays(finding)}${after}`;
  switch (finding.outcome) {
    case "REVERTED":
      return `${differed}; Holdfast put it right, and a re-read confirmed it.`;
    case "UNVERIFIED":
      return `${differed}; Holdfast wrote the correction, but the re-read did not show it yet.`;
    case "PENDING":
      return `${differed}; the correction waits for AWS, which is working on it or on another change.`;
    case "FAILED":
      return `REVERT FAILED, ACT NOW: ${differed}; Holdfast tried to put it right and could not. The difference was still there when this was written.`;
    case "ALERTED":
      return `${differed}; ${howFar(finding.actions)}.`;
    case "EXEMPT":
      return `${differed}; an exemption covered it, and nothing was written.`;
    case "TOLERATED":
      return `${differed}; the baseline tolerates that for a while, and nothing was written.`;
    case "UNKNOWN":
      return `${name} could not be read${after}; nothing was written, and whether it agrees with the baseline is not known.`;
    case "RESOLVED":
      return `${name} agreed with the baseline again${after}, without a write by Holdfast.`;
    case "TRIPPED":
      return `${name} tripped a tripwire${after}.`;
  }
}

/** What tripped a tripwire, and whether it was all. */
function eventOf({ outcome, causeCount }: Finding, happened: string): string {
  const others = causeCount - 1;
  const more = others > 0 ? `, and ${others} more event${others === 1 ? "" : "s"}` : "";
  const exempt = outcome === "EXEMPT" ? "; an exemption covers it" : "";
  return `${plain(happened)}${more}${exempt}.`;
}

/** `service:Name`, as IAM writes the call that a cause is about. */
export function callOf(cause: Cause): string {
  return plain(`${cause.eventSource.replace(/\.amazonaws\.com$/, "")}:${cause.eventName}`, 120);
}

function afterCause(cause: Cause | undefined): string {
  if (cause === undefined) return "";
  return ` after ${plain(cause.actor.name, 80)} called ${callOf(cause)}`;
}

function inWays({ differences }: Finding): string {
  return differences.length > 1 ? ` in ${differences.length} ways` : "";
}

function howFar(actions: readonly ActionTaken[]): string {
  const done = actions.some(({ result }) => result === "done");
  return done ? "Holdfast undid part of it and withheld the rest" : "nothing was undone";
}
