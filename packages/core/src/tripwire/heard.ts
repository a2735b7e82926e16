/** Events in, what they say to tripwires out: which keys, and what happened there. */
import type { Baseline } from "../baseline/model.ts";
import { patternOf } from "../deployment/rules.ts";
import type { Severity } from "../drift.ts";
import { matches } from "../events/pattern.ts";
import type { Json } from "../json.ts";
import { formatKey, type ResourceKey } from "../key.ts";
import type { Cause, TrailRecord } from "../record.ts";
import type { Tripwire } from "../tripwire.ts";

/** One event that is a cause for alarm. */
export interface Heard {
  /** Its `what` is always there. */
  readonly cause: Cause & { readonly what: string };
  readonly severity: Severity;
}

/** Everything that a batch has to say about one key of a tripwire. */
export interface TripRequest {
  readonly key: ResourceKey;
  readonly heard: readonly Heard[];
}

/**
 * What one event says to the tripwires. The rules have matched already; for which tripwire it is
 * meant is matched once more here, since all share a queue.
 * @param event as EventBridge delivers it, of which `record` was read
 */
export function hear(
  event: Json,
  record: TrailRecord,
  tripwires: readonly Tripwire[],
  baseline: Baseline,
): TripRequest[] {
  return tripwires.flatMap((tripwire) => {
    const keys = tripwire
      .watches(baseline)
      .filter((watch) => matches(patternOf(watch), event))
      .flatMap((watch) => watch.keys(record, baseline));
    const meaning = keys.length > 0 ? tripwire.meaning(record, baseline) : undefined;
    if (meaning === undefined) return [];
    const { what, severity = tripwire.severity } = meaning;
    const heard: Heard = { cause: { ...causeOf(record), what }, severity };
    return keys.map((key) => ({ key, heard: [heard] }));
  });
}

/** Requests for the same key become one, in the order in which they came. */
export function gather(requests: readonly TripRequest[]): Map<string, TripRequest> {
  const gathered = new Map<string, TripRequest>();
  for (const { key, heard } of requests) {
    const id = formatKey(key);
    const others = gathered.get(id)?.heard ?? [];
    gathered.set(id, { key, heard: [...others, ...heard] });
  }
  return gathered;
}

function causeOf({ eventId, eventName, eventSource, eventTime, actor }: TrailRecord): Cause {
  return { eventId, eventName, eventSource, at: eventTime, actor };
}
