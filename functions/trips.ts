/** What the messages of a batch say to tripwires: each key once, and which message led to which. */
import type { Baseline, Tripwire } from "@holdfast/core";
import type { TripRequest } from "@holdfast/core/tripwire";
import type { Asked } from "./intake.ts";

export interface Trips {
  readonly byKey: ReadonlyMap<string, TripRequest>;
  /** Message id -> what it alone says. */
  readonly byMessage: ReadonlyMap<string, readonly TripRequest[]>;
}

/** @param asked by message id */
export async function tripsOf(
  asked: ReadonlyMap<string, Asked>,
  tripwires: readonly Tripwire[],
  baseline: Baseline,
): Promise<Trips> {
  if (tripwires.length === 0) return { byKey: new Map(), byMessage: new Map() };
  // An enforcer without tripwires, on whose cold start a revert waits, does not load them.
  const { gather, hear } = await import("@holdfast/core/tripwire");
  const byMessage = new Map(
    [...asked].map(([id, one]) => {
      const told = one.kind === "look" ? one.told : undefined;
      return [id, told ? hear(told.event, told.record, tripwires, baseline) : []];
    }),
  );
  return { byKey: gather([...byMessage.values()].flat()), byMessage };
}
