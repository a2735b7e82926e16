/**
 * What a scan or a plan found, as data. `scan` and `plan` print it, the drift scan stores it, and every
 * renderer (text, HTML, SARIF, Markdown) reads it. Plain JSON; the schemas are docs/schemas/scan.schema.json
 * and plan.schema.json.
 *
 * Strings that come from AWS (names, messages, actors) are as AWS gave them: whoever shows them has to
 * escape them.
 */
import type { Mode } from "../baseline/model.ts";
import type { Difference, DriftStatus, Severity } from "../drift.ts";
import type { Impact, Subject } from "../finding.ts";
import type { Domain } from "../guardrail.ts";
import type { Cause } from "../record.ts";
import type { Effect } from "../step.ts";
import type { ScanCoverage } from "../survey.ts";

/** Everything that one scan or plan has to say. */
export interface ScanReport {
  readonly version: 1;
  /** A plan weighs what would be done; a scan only says what is there. Their shape is the same. */
  readonly kind: "plan" | "scan";
  /** Identifies the scan in logs, table and bucket: `scan-20261123T090000Z-1a2b3c4d`. */
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Whether every section was read to its end. If not, what is not listed may still differ. */
  readonly complete: boolean;
  readonly organization: ScanOrganization;
  readonly baseline: ScanBaseline;
  /** By whose rights it was read. */
  readonly caller: ScanCaller;
  /** What was asked for, where that was less than everything. */
  readonly scope?: ScanScope;
  /** What is known of the deployed stage: its pauses, holds, ledger and open incidents. */
  readonly stage: ScanStage;
  /** The guardrails that were asked, by id. */
  readonly guardrails: readonly ScanGuardrail[];
  /** What was read and what was not, one part after the other. */
  readonly sections: readonly ScanSection[];
  /** Every key that is not plainly in sync: by unit, then subject, then guardrail. */
  readonly entries: readonly ScanEntry[];
  /** All exemptions of the baseline, those that are over too; by expiry. */
  readonly exemptions: readonly ScanExemption[];
  readonly summary: ScanSummary;
  /** Whatever else must be said, one sentence each. */
  readonly notes: readonly string[];
}

/** The organization, as the baseline names its parts: what a renderer makes its tree of. */
export interface ScanOrganization {
  /** `o-…` */
  readonly id: string;
  /** Account id of the management account. */
  readonly management: string;
  /** Paths of all units, such as `Root/Workloads`, in order. */
  readonly units: readonly string[];
  /** All declared accounts, by unit, then name. */
  readonly accounts: readonly {
    readonly id: string;
    readonly name: string;
    readonly unit: string;
  }[];
}

export interface ScanBaseline {
  /** SHA-256 in hex, as in every finding. */
  readonly hash: string;
  /** Where its files are, as the caller named it; undefined where it came compiled. */
  readonly directory?: string;
}

/** Who read, as STS says. */
export interface ScanCaller {
  readonly account: string;
  /** ARN of the caller, with the session. */
  readonly arn: string;
  /** Name of the role behind a session; undefined for a user or root. */
  readonly role?: string;
}

/** A narrower question than "everything". Undefined members: no limit. */
export interface ScanScope {
  readonly guardrails?: readonly string[];
  /** Account ids. */
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  /** Nothing beyond this mode is done about what it finds; `off`: it only reports. */
  readonly mode?: Mode;
}

/** Whether pauses, holds, ledger and incidents of a deployed stage could be taken into account. */
export type ScanStage =
  | { readonly kind: "read"; readonly name: string }
  /** Not deployed, or not readable with the caller's rights: `reason` says which, as a clause. */
  | { readonly kind: "unread"; readonly name: string; readonly reason: string }
  /** Not asked for. */
  | { readonly kind: "none" };

export interface ScanGuardrail {
  readonly id: string;
  readonly domain: Domain;
  readonly title: string;
  readonly why: string;
  /** Where its page is, relative to the repository. */
  readonly docs: string;
  /** What to do about a drift: a link, or a path in the repository. */
  readonly runbook: string;
  readonly severity: Severity;
}

/** How far a section was read. */
export type ReadState =
  /** To its end. */
  | "READ"
  /** In part: what is listed was seen, and more may differ. */
  | "PARTIAL"
  /** Not at all: nothing is known. */
  | "NOT_CHECKED";

/** One part of what was to be read: all of a guardrail, or what of it could not be read by itself. */
export interface ScanSection {
  /** Id of the guardrail. */
  readonly guardrail: string;
  /** Where it is about one account or Region alone. */
  readonly account?: string;
  readonly region?: string;
  readonly state: ReadState;
  /** Why it was not read to its end; undefined for `READ`. */
  readonly reason?: ScanReason;
  /** ISO 8601: what it says was so then. The first read of the section. */
  readonly asOf: string;
  /** Of what takes turns: how much was asked for, and since when all of it has been. Of `READ` sections only. */
  readonly coverage?: readonly ScanCoverage[];
  /** Keys that were seen, those in sync included. */
  readonly keys: number;
  /** Of these, how many were plainly in sync. */
  readonly inSync: number;
}

/** Why something was not read. */
export type ReasonCode =
  /** AWS refused the read. */
  | "DENIED"
  /** AWS throttled it for longer than the scan could wait. */
  | "THROTTLED"
  /** The time was up before its turn came. */
  | "OUT_OF_TIME"
  /** Any other failed read. */
  | "FAILED";

export interface ScanReason {
  readonly code: ReasonCode;
  /** In words, with AWS's own message where there is one. */
  readonly message: string;
}

/** A key that is not plainly in sync. */
export interface ScanEntry {
  /** `guardrail/account/region/resource` */
  readonly key: string;
  /** Id of the guardrail; `ScanReport.guardrails` has the rest. */
  readonly guardrail: string;
  readonly subject: Subject;
  /** What was not checked is told by its section. */
  readonly status: Exclude<DriftStatus, "IN_SYNC" | "NOT_CHECKED">;
  /** Of the drift; the guardrail's where its state is not known. */
  readonly severity: Severity;
  /** How far Holdfast goes for it. */
  readonly mode: Mode;
  /** Why it is pending or unknown: one sentence. */
  readonly reason?: string;
  readonly differences: readonly Difference[];
  readonly impact?: Impact;
  /** What would put it right, in order. In a scan too: nothing of it has been done. */
  readonly steps: readonly ScanStep[];
  /** The exemption that covers it; `expired` ones cover nothing and are shown for that. */
  readonly exemption?: ScanExemption;
  /** Who did it, newest last, as far as CloudTrail tells. */
  readonly causes: readonly Cause[];
  /** Id of the incident that is open for it, where the stage could be read. */
  readonly incident?: string;
  /** What in the baseline is violated. */
  readonly place?: ScanPlace;
}

/** A step of a plan, and whether it would run. */
export interface ScanStep {
  /** IAM action, e.g. `organizations:AttachPolicy`. */
  readonly action: string;
  readonly effect: Effect;
  /** A clause: "attach deny-root-user, which is declared". */
  readonly reason: string;
  /** Whether it would run now. */
  readonly runs: boolean;
  /** Why it would not: mode, exemption, pause, hold, cap, breaker or a stale baseline, in words. */
  readonly withheld?: string;
  /** Whether it takes something away that is there: such steps are capped per hour for a scan's finds. */
  readonly removes: boolean;
}

export interface ScanExemption {
  readonly guardrail: string;
  /** The subject's name, as entries have it. */
  readonly key: string;
  readonly reason: string;
  readonly owner: string;
  readonly ticket?: string;
  /** Last day (UTC, `YYYY-MM-DD`) on which it holds. */
  readonly expiresOn: string;
  /** Whether that day was over when the scan began. */
  readonly expired: boolean;
}

/** A place in a file of the baseline. Lines and columns count from 1. */
export interface ScanPlace {
  /** Relative to the baseline's directory. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Keys on the way to it, joined by dots. */
  readonly path: string;
}

/** Counts of keys. `inSync` and the statuses of all entries make up all keys that were seen. */
export interface ScanSummary {
  readonly inSync: number;
  readonly drifted: number;
  readonly exempt: number;
  readonly pending: number;
  readonly unknown: number;
  /** Sections that were not read to their end. */
  readonly unread: number;
  /** Of the drifted: how many would be put right altogether. */
  readonly wouldRevert: number;
  /** Drifted keys by severity; severities without any are left out. */
  readonly bySeverity: Readonly<Partial<Record<Severity, number>>>;
}
