/**
 * A tripwire has no state to compare, only an event that must not pass unseen (root signed in,
 * break-glass used). It opens an incident and cannot write.
 */
import type { Baseline } from "./baseline/model.ts";
import type { Severity } from "./drift.ts";
import type { Subject } from "./finding.ts";
import type { Domain, Watch } from "./guardrail.ts";
import type { ResourceKey } from "./key.ts";
import type { TrailRecord } from "./record.ts";

export interface Tripwire {
  readonly kind: "tripwire";
  readonly id: string;
  readonly domain: Domain;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly docs: string;
  readonly watches: readonly Watch[];
  subject(key: ResourceKey, baseline: Baseline): Subject;
  /** What happened, as one sentence for people; undefined if this record is no cause for alarm. */
  message(record: TrailRecord, baseline: Baseline): string | undefined;
}

/** Makes a tripwire of its definition. */
export function defineTripwire(definition: Omit<Tripwire, "kind">): Tripwire {
  return { kind: "tripwire", ...definition };
}
