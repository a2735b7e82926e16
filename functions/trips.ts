/** What the messages of a batch say to tripwires: each key once, and which message led to which. */
import type { Baseline, Tripwire } from "@holdfast/core";
import type { TripRequest } from "@holdfast/core/tripwire";
import type { Asked } from "./intake.ts";

export interface Trips {
  readonly byKey: ReadonlyMap<string, TripRequest>;
  /** Message id -> what it alone says. */
  readonly byMessage: ReadonlyMap<string, readonly TripRequest[]>;
  /** Message id -> what a tripwire threw at it: it alone comes back, and in the end is a dead letter. */
  readonly unheard: ReadonlyMap<string, unknown>;
}

/** @param asked by message id */
export async function tripsOf(
  asked: ReadonlyMap<string, Asked>,
  tripwires: readonly Tripwire[],
  baseline: Baseline,
): Promise<Trips> {
  if (tripwires.length === 0) return { byKey: new Map(), byMessage: new Map(), unheard: new Map() };
  // An enforcer without tripwires, on whose cold start a revert waits, does not load them.
  const { gather, hear } = await import("@holdfast/core/tripwire");
  const byMessage = new Map<string, readonly TripRequest[]>();
  const unheard = new Map<string, unknown>();
  for (const [id, one] of asked) {
    if (one.kind !== "look" || one.told === undefined) continue;
    try {
      byMessage.set(id, hear(one.told.event, one.told.record, tripwires, baseline));
    } catch (error) {
      unheard.set(id, error);
    }
  }
  return { byKey: gather([...byMessage.values()].flat()), byMessage, unheard };
}
