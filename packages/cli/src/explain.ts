/** What Holdfast makes of recorded events: where each would make it look, and why not otherwise. */
import { parseTrailEvent } from "@holdfast/aws";
import {
  type Baseline,
  formatKey,
  type Guardrail,
  type Json,
  matches,
  type TrailRecord,
  type Tripwire,
} from "@holdfast/core";
import { patternOf } from "@holdfast/core/deployment";
import { hear } from "@holdfast/core/tripwire";

/** A guardrail or tripwire with the keys that a record leads to. */
interface Leading {
  readonly id: string;
  readonly keys: readonly string[];
}

/** One record explained; the JSON form is part of the contract. */
export interface Explanation {
  readonly eventId: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly verdict: "watched" | "ignored";
  readonly reason: string;
  /** Guardrails and tripwires. */
  readonly guardrails: readonly Leading[];
}

/** What there is to watch events. */
export interface Watchers {
  readonly guardrails: readonly Guardrail[];
  readonly tripwires: readonly Tripwire[];
}

/** @param event an EventBridge event or a bare CloudTrail record, of any quality */
export function explain(event: unknown, watchers: Watchers, baseline: Baseline): Explanation {
  const record = parseTrailEvent(event);
  if ("skipped" in record) {
    const nothing = { eventId: "", eventSource: "", eventName: "", guardrails: [] };
    return {
      ...nothing,
      verdict: "ignored",
      reason: `not a record that can be used: ${record.skipped}`,
    };
  }
  const { eventId, eventSource, eventName } = record;
  const about = { eventId, eventSource, eventName };
  const envelope = asEvent(event);
  const found = watchers.guardrails.flatMap(({ id, watches }) => {
    const watching = watches.filter((watch) => matches(patternOf(watch), envelope));
    const keys = watching.flatMap((watch) => watch.keys(record, baseline)).map(formatKey);
    return watching.length > 0 ? [{ id, keys: [...new Set(keys)] }] : [];
  });
  const leading = found.filter(({ keys }) => keys.length > 0);
  const tripped = watchers.tripwires.flatMap((tripwire) =>
    trippedBy(tripwire, envelope, record, baseline),
  );
  if (leading.length > 0 || tripped.length > 0) {
    return {
      ...about,
      verdict: "watched",
      reason: [...compared(leading), ...tripped.map(({ reason }) => reason)].join("; "),
      guardrails: [...leading, ...tripped.map(({ id, keys }) => ({ id, keys }))],
    };
  }
  const reason = whyIgnored(envelope, record, watchers, baseline, found);
  return { ...about, verdict: "ignored", reason, guardrails: [] };
}

function compared(leading: readonly Leading[]): string[] {
  const count = leading.reduce((sum, { keys }) => sum + keys.length, 0);
  if (count === 0) return [];
  return [`${count} ${count === 1 ? "key is" : "keys are"} compared with the baseline`];
}

/** A list of one if the record is a cause for alarm, else of none. */
function trippedBy(
  tripwire: Tripwire,
  event: Json,
  record: TrailRecord,
  baseline: Baseline,
): (Leading & { readonly reason: string })[] {
  const requests = hear(event, record, [tripwire], baseline);
  const [heard] = requests.flatMap((request) => request.heard);
  if (heard === undefined) return [];
  const { id, threshold } = tripwire;
  const how =
    threshold === undefined
      ? `trips ${id} (${heard.severity})`
      : `counts towards the ${threshold.count} within ${threshold.withinMs / 60_000} minutes of ${id}`;
  const keys = [...new Set(requests.map(({ key }) => formatKey(key)))];
  return [{ id, keys, reason: `it ${how}: ${heard.cause.what}` }];
}

function whyIgnored(
  event: Json,
  { eventName, eventSource, errorCode = "error" }: TrailRecord,
  { guardrails, tripwires }: Watchers,
  baseline: Baseline,
  found: readonly Leading[],
): string {
  const silent = tripwires.filter((tripwire) =>
    tripwire.watches(baseline).some((watch) => matches(patternOf(watch), event)),
  );
  const watching = [...found, ...silent].map(({ id }) => id);
  if (found.length > 0) {
    return `${watching.join(", ")} watches it, but it leads to nothing that is guarded`;
  }
  const failed = guardrails.some(({ watches }) =>
    watches.some((watch) => matches(watch.pattern, event)),
  );
  if (failed) return `the call failed (${errorCode}): it has changed nothing`;
  if (silent.length > 0) return `${watching.join(", ")} watches it, and it is no cause for alarm`;
  return `no guardrail watches ${eventName} of ${eventSource}`;
}

/** `eventType` of a record -> the `detail-type` of its event. */
const DETAIL_TYPES: Readonly<Record<string, string>> = {
  AwsServiceEvent: "AWS Service Event via CloudTrail",
  AwsConsoleAction: "AWS Console Action via CloudTrail",
  AwsConsoleSignIn: "AWS Console Sign In via CloudTrail",
  // As CloudTrail wrote it until 2021.
  AwsConsoleSignin: "AWS Console Sign In via CloudTrail",
};

/** A bare record in the envelope that EventBridge would give it. */
export function asEvent(event: unknown): Json {
  const given = event as { readonly [key: string]: Json };
  if ("detail-type" in given) return given;
  const source = `aws.${String(given.eventSource).split(".")[0]}`;
  const type = DETAIL_TYPES[String(given.eventType)] ?? "AWS API Call via CloudTrail";
  return { source, "detail-type": type, detail: given };
}
