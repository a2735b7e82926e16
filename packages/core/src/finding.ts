/** What leaves Holdfast: the state of one drift, told to Security Hub and to people. */
import type { Mode } from "./baseline/model.ts";
import type { Difference, Severity } from "./drift.ts";
import type { ResourceKey } from "./key.ts";
import type { Cause } from "./record.ts";

/** What became of a drift. */
export type Outcome =
  /** Put right and confirmed by a re-read. */
  | "REVERTED"
  /** Written, but the re-read does not show it yet. */
  | "UNVERIFIED"
  /** AWS is still working on it, or busy with a change that has to end first. */
  | "PENDING"
  /** A write failed; the loudest thing Holdfast can say. */
  | "FAILED"
  /** Seen and told; mode, exemption, pause, hold or breaker keeps some or all of it from being undone. */
  | "ALERTED"
  /** An exemption covers it. */
  | "EXEMPT"
  /** The baseline tolerates it for a while: a time-boxed grant. */
  | "TOLERATED"
  /** It could not be read: nothing was written. */
  | "UNKNOWN"
  /** Live state agrees again without a write of ours. */
  | "RESOLVED"
  /** A tripwire's event, told; there is no state to compare or to put right. */
  | "TRIPPED";

/** What an attacker does something for, as Security Hub's finding types name it (`TTPs/<tactic>`). */
export type Tactic =
  | "Initial Access"
  | "Persistence"
  | "Privilege Escalation"
  | "Defense Evasion"
  | "Discovery";

/** What a key is, for people and for Security Hub. */
export interface Subject {
  /** As the baseline names it, e.g. `Root/Workloads` or `production`. */
  readonly name: string;
  /** Path of the unit that decides the mode, e.g. `Root/Workloads`. Undefined: not in the baseline. */
  readonly unit?: string;
  /** Ids of the accounts whose protection depends on it. */
  readonly accounts: readonly string[];
  /** Any other account may depend on it as well: whatever is in a unit that nobody declared. */
  readonly accountsUnknown?: true;
  /** ASFF resource type, e.g. `AwsOrganizationsOrganizationalUnit` or `Other`. */
  readonly resourceType: string;
  /** ARN or id of the resource. */
  readonly resourceId: string;
}

/** One write, or one that was held back. */
export interface ActionTaken {
  readonly action: string;
  readonly reason: string;
  readonly effect: "restrict" | "grant" | "neutral";
  readonly result: "done" | "failed" | "withheld";
  /** The error, or why it was withheld. */
  readonly detail?: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What a drift means for access, as far as it can be told. */
export interface Impact {
  /** One sentence each, e.g. "a role in Staging may now call guardduty:DeleteDetector". */
  readonly sentences: readonly string[];
  /** How many accounts it reaches. */
  readonly accounts: number;
}

export interface Finding {
  readonly key: ResourceKey;
  readonly subject: Subject;
  readonly guardrail: {
    readonly id: string;
    readonly title: string;
    readonly why: string;
    readonly docs: string;
    /** Tripwires have one. */
    readonly tactic?: Tactic;
    /** What to do about it: a link, or a path in the repository. */
    readonly runbook: string;
  };
  readonly severity: Severity;
  readonly mode: Mode;
  readonly outcome: Outcome;
  readonly incident: string;
  /**
   * What tripped a tripwire: the worst of its causes, as a clause without a full stop. A finding has
   * it if and only if it is a tripwire's; then there are neither differences nor actions.
   */
  readonly happened?: string;
  readonly differences: readonly Difference[];
  /** Undefined where the guardrail can't tell, or nothing was opened or closed. */
  readonly impact?: Impact;
  readonly actions: readonly ActionTaken[];
  /** Newest last; at most ten, `causeCount` says how many there were. */
  readonly causes: readonly Cause[];
  readonly causeCount: number;
  /** Anything else that must be said, e.g. that the incident table could not be written. */
  readonly notes: readonly string[];
  /** ISO 8601. */
  readonly firstSeenAt: string;
  readonly updatedAt: string;
  readonly baselineHash: string;
  /** Whether it is over: archived in Security Hub. */
  readonly closed: boolean;
}

/** A message to people: a finding worth telling. */
export type Alert = Finding;
