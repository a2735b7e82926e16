/** A finding as a message to programs. */
import type { Finding, Outcome } from "@holdfast/core";
import { formatKey } from "@holdfast/core";
import { summaryOf } from "./summary.ts";

/**
 * Version 1 of the machine form: the finding with its key as one line. Strings are as AWS gave them,
 * so whoever shows them has to escape them; `summary` alone is safe to show as it is.
 */
export interface AlertJson extends Omit<Finding, "key"> {
  readonly version: 1;
  /** `guardrail/account/region/resource`. */
  readonly key: string;
  /** What happened, in one sentence. */
  readonly summary: string;
  /** Whether the last read showed live state in agreement with the baseline. */
  readonly verified: boolean;
}

export function alertJson(finding: Finding): AlertJson {
  return {
    ...finding,
    version: 1,
    key: formatKey(finding.key),
    summary: summaryOf(finding),
    verified: isVerified(finding.outcome),
  };
}

/** Whether an outcome rests on a read that agreed with the baseline. */
export function isVerified(outcome: Outcome): boolean {
  return outcome === "REVERTED" || outcome === "RESOLVED";
}
