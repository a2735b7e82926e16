/** Gathers what `decide()` weighs. */
import type { Baseline } from "../baseline/model.ts";
import { exemptionFor, removalsPerHour, reviewOf } from "../baseline/query.ts";
import type { Clock } from "../clock.ts";
import type { Hold, Situation } from "../decide.ts";
import { messageOf } from "../errors.ts";
import type { Subject } from "../finding.ts";
import type { ResourceKey } from "../key.ts";
import type { Table } from "../ports.ts";
import { removes } from "../step.ts";
import { breakerOf } from "./breaker.ts";
import { holdOn, pauseOn, readControls } from "./controls.ts";
import { removalCap } from "./removals.ts";

/** Nothing is written here. */
type Reads = Pick<Table, "get" | "query">;

interface Known extends Pick<Situation, "mode" | "aspects" | "inspection"> {
  readonly key: ResourceKey;
  readonly subject: Subject;
  /** Times of earlier writes to the key, epoch milliseconds. */
  readonly writes: readonly number[];
  /** Why the baseline at hand may lack something; see `Baselines.doubt`. */
  readonly doubt?: string | undefined;
  /** Whether no event led to this drift: the cap on removals counts it then. */
  readonly unexplained?: boolean;
}

/**
 * Pauses and holds are read only when there is something to stop. What can't be read is added to
 * `said`, and counts as a hold.
 */
export async function situate(
  { key, subject, writes, doubt, unexplained = false, ...known }: Known,
  { baseline, clock, table }: { baseline: Baseline; clock: Clock; table: Reads },
  said: string[],
): Promise<Situation> {
  const now = clock.now();
  const { inspection, mode } = known;
  const exemption = exemptionFor(baseline, key.guardrail, subject.name, now);
  const review = reviewOf(baseline, key.guardrail, subject.name);
  const base: Situation = {
    now,
    ...known,
    ...(exemption && { exemption }),
    ...(review && { review }),
  };
  if (inspection.kind !== "known" || inspection.steps.length === 0) return base;
  const breaker = breakerOf(writes, now);
  const situation = { ...base, ...(breaker && { breaker }) };
  if (mode === "alert") return situation;
  try {
    const controls = await readControls(table, now);
    const pause = pauseOn(controls, key, now);
    const hold = holdOn(controls, subject, now);
    const barred = doubt === undefined ? hold : barring("What Holdfast has made itself", doubt);
    const counted = unexplained && inspection.steps.some(removes);
    return {
      ...situation,
      ...(pause && { pause }),
      ...(barred && { hold: barred }),
      holds: controls.holds,
      ...(counted && {
        removals: await removalCap({ baseline, clock, table }, key.guardrail),
      }),
    };
  } catch (error) {
    const removals = { scope: key.guardrail, perHour: removalsPerHour(baseline), left: 0 };
    const hold = barring("Pauses and holds", messageOf(error));
    return { ...situation, hold, ...(unexplained && { removals }) };
  }

  // A hold that can't be read may be in force: access is not given back. Taking it away is safe.
  function barring(what: string, why: string): Hold {
    said.push(`${what} can't be read (${why}): no access is given back meanwhile.`);
    const reason = `${what[0]?.toLowerCase()}${what.slice(1)} can't be read`;
    return { on: subject.resourceId, reason, by: "Holdfast" };
  }
}
