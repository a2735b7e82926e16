/** Gathers what `decide()` weighs. */
import type { Baseline } from "../baseline/model.ts";
import { exemptionFor } from "../baseline/query.ts";
import type { Clock } from "../clock.ts";
import type { Situation } from "../decide.ts";
import { messageOf } from "../errors.ts";
import type { Subject } from "../finding.ts";
import type { ResourceKey } from "../key.ts";
import type { Table } from "../ports.ts";
import { breakerUntil } from "./breaker.ts";
import { holdOn, pauseOn, readControls } from "./controls.ts";

interface Known extends Pick<Situation, "mode" | "inspection"> {
  readonly key: ResourceKey;
  readonly subject: Subject;
  /** Times of earlier writes to the key, epoch milliseconds. */
  readonly writes: readonly number[];
}

/**
 * Pauses and holds are read only when there is something to stop. What can't be read is added to
 * `said`, and counts as a hold.
 */
export async function situate(
  { key, subject, writes, mode, inspection }: Known,
  { baseline, clock, table }: { baseline: Baseline; clock: Clock; table: Table },
  said: string[],
): Promise<Situation> {
  const now = clock.now();
  const exemption = exemptionFor(baseline, key.guardrail, subject.name, now);
  const base: Situation = { now, mode, inspection, ...(exemption && { exemption }) };
  if (inspection.kind !== "known" || inspection.steps.length === 0) return base;
  const until = breakerUntil(writes, now);
  const situation = { ...base, ...(until !== undefined && { breakerUntil: until }) };
  if (mode === "alert") return situation;
  try {
    const controls = await readControls(table);
    const pause = pauseOn(controls, key, now);
    const hold = holdOn(controls, subject, now);
    return { ...situation, ...(pause && { pause }), ...(hold && { hold }) };
  } catch (error) {
    // A hold that can't be read may be in force: access is not given back. Taking it away is safe.
    said.push(
      `Pauses and holds can't be read (${messageOf(error)}): no access is given back meanwhile.`,
    );
    const hold = {
      on: subject.resourceId,
      reason: "pauses and holds can't be read",
      by: "Holdfast",
    };
    return { ...situation, hold };
  }
}
