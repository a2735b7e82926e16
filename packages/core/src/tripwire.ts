/**
 * A tripwire has no state to compare, only an event that must not pass unseen (root signed in,
 * break-glass used). It opens an incident and cannot write.
 */
import type { Baseline } from "./baseline/model.ts";
import type { Severity } from "./drift.ts";
import type { Subject, Tactic } from "./finding.ts";
import type { Domain, Watch } from "./guardrail.ts";
import type { ResourceKey } from "./key.ts";
import type { TrailRecord } from "./record.ts";

/** An incident takes in what follows within this time, unless a tripwire says otherwise. Milliseconds. */
const A_DAY = 86_400_000;

/** What a record means to a tripwire. */
export interface Meaning {
  /**
   * What happened, as a clause for people without a full stop. May hold text that an attacker chose:
   * whoever shows it escapes it.
   */
  readonly what: string;
  /** How bad it is, where that is not the tripwire's own severity. */
  readonly severity?: Severity;
}

/** So many different events about one key, within so many milliseconds of their own times. */
export interface Threshold {
  readonly count: number;
  readonly withinMs: number;
}

export interface Tripwire {
  readonly kind: "tripwire";
  readonly id: string;
  readonly domain: Domain;
  readonly severity: Severity;
  /** What must hold, as a sentence without a full stop. */
  readonly title: string;
  /** Why it matters: what an attacker gains. */
  readonly why: string;
  /** Its page with the runbook, relative to the repository. */
  readonly docs: string;
  /** What an attacker does it for. */
  readonly tactic: Tactic;
  /** For what matters in numbers only. Undefined: every event is a cause for alarm. */
  readonly threshold?: Threshold;
  /** How long an incident takes in further events; the next one opens another. Milliseconds. */
  readonly incidentMs: number;
  /** Where to listen. Empty: the baseline declares nothing to listen for. */
  watches(baseline: Baseline): readonly Watch[];
  subject(key: ResourceKey, baseline: Baseline): Subject;
  /** Undefined if this record is no cause for alarm. Pure; must survive records without parameters. */
  meaning(record: TrailRecord, baseline: Baseline): Meaning | undefined;
}

type Definition = Omit<Tripwire, "kind" | "domain" | "incidentMs"> &
  Partial<Pick<Tripwire, "incidentMs">>;

/**
 * Makes a tripwire of its definition. All share one domain: anybody who may call AWS can set off
 * thousands of their events, which must not stand in the queue before a revert.
 */
export function defineTripwire(definition: Definition): Tripwire {
  return { kind: "tripwire", domain: "tripwires", incidentMs: A_DAY, ...definition };
}
