/** What Holdfast makes of recorded events: where each would make it look, and why not otherwise. */
import { parseTrailEvent } from "@holdfast/aws";
import { type Baseline, formatKey, type Guardrail, type Json, matches } from "@holdfast/core";
import { patternOf } from "@holdfast/core/deployment";

/** One record explained; the JSON form is part of the contract. */
export interface Explanation {
  readonly eventId: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly verdict: "watched" | "ignored";
  readonly reason: string;
  readonly guardrails: readonly { readonly id: string; readonly keys: readonly string[] }[];
}

/** @param event an EventBridge event or a bare CloudTrail record, of any quality */
export function explain(
  event: unknown,
  guardrails: readonly Guardrail[],
  baseline: Baseline,
): Explanation {
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
  const found = guardrails.flatMap(({ id, watches }) => {
    const watching = watches.filter((watch) => matches(patternOf(watch), envelope));
    const keys = watching.flatMap((watch) => watch.keys(record, baseline)).map(formatKey);
    return watching.length > 0 ? [{ id, keys: [...new Set(keys)] }] : [];
  });
  const leading = found.filter(({ keys }) => keys.length > 0);
  if (leading.length > 0) {
    const count = leading.reduce((sum, { keys }) => sum + keys.length, 0);
    const reason = `${count} ${count === 1 ? "key is" : "keys are"} compared with the baseline`;
    return { ...about, verdict: "watched", reason, guardrails: leading };
  }
  return { ...about, verdict: "ignored", reason: whyIgnored(record.errorCode), guardrails: [] };

  function whyIgnored(errorCode = "error"): string {
    if (found.length > 0) {
      return `${found.map(({ id }) => id).join(", ")} watches it, but it leads to nothing that is guarded`;
    }
    const failed = guardrails.filter(({ watches }) =>
      watches.some((watch) => matches(watch.pattern, envelope)),
    );
    if (failed.length > 0) {
      return `the call failed (${errorCode}): it has changed nothing`;
    }
    return `no guardrail watches ${eventName} of ${eventSource}`;
  }
}

/** A bare record in the envelope that EventBridge would give it. */
export function asEvent(event: unknown): Json {
  const given = event as { readonly [key: string]: Json };
  if ("detail-type" in given) return given;
  const source = `aws.${String(given.eventSource).split(".")[0]}`;
  const service = given.eventType === "AwsServiceEvent";
  const type = service ? "AWS Service Event via CloudTrail" : "AWS API Call via CloudTrail";
  return { source, "detail-type": type, detail: given };
}
