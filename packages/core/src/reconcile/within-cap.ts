/** Decides, and takes what would be removed of what no event explains out of this hour's cap. */
import type { Baseline } from "../baseline/model.ts";
import type { Clock } from "../clock.ts";
import { type Decision, decide, type Situation } from "../decide.ts";
import { messageOf } from "../errors.ts";
import type { Inspection } from "../inspection.ts";
import type { Log, Table } from "../ports.ts";
import { removes } from "../step.ts";
import type { Incident } from "./incident.ts";
import { bookRemovals } from "./removals.ts";

/**
 * Whether no event leads to what differs. An event of an incident that began without one explains
 * what is new in it; one of our own removals, say, explains nothing of the rest.
 */
export function isUnexplained(
  open: Incident | undefined,
  eventful: boolean,
  inspection: Inspection,
): boolean {
  if (open === undefined) return !eventful;
  if (open.unexplained === undefined) return false;
  if (!eventful || inspection.kind !== "known") return true;
  const known = new Set(open.differences.map((one) => JSON.stringify(one)));
  return inspection.differences.every((one) => known.has(JSON.stringify(one)));
}

/** Others may have been quicker with what is left of the hour: then it is decided once more. */
export async function withinCap(
  situation: Situation,
  deps: {
    readonly baseline: Baseline;
    readonly clock: Clock;
    readonly table: Table;
    readonly log: Log;
  },
): Promise<Decision> {
  const decision = decide(situation);
  const { removals } = situation;
  if (removals === undefined || decision.kind !== "act") return decision;
  const count = decision.run.filter(removes).length;
  if (count === 0) return decision;
  try {
    if (await bookRemovals(deps, removals.scope, count)) return decision;
  } catch (error) {
    deps.log.error("removals can't be counted", { error: messageOf(error) });
  }
  return decide({ ...situation, removals: { ...removals, left: 0 } });
}
