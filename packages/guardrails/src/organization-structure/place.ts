/** Where the baseline has accounts and units, as ids from the root down. */
import { type Baseline, unitOf } from "@holdfast/core";

/** Ids of the root and the units on the way to a unit, itself included. */
export function idsTo(baseline: Baseline, unitPath: string): readonly string[] {
  const parts = unitPath.split("/");
  return parts.map((_, index) => {
    const path = parts.slice(0, index + 1).join("/");
    const unit = unitOf(baseline, path);
    if (unit === undefined) throw new TypeError(`${path} passed the checks without being declared`);
    return unit.id;
  });
}

/** Path of the unit that holds another one; undefined for the root. */
export function parentOf(unitPath: string): string | undefined {
  const cut = unitPath.lastIndexOf("/");
  return cut < 0 ? undefined : unitPath.slice(0, cut);
}

/** What the baseline calls a root or unit; its id if it has no name there. */
export function nameOf(baseline: Baseline, id: string): string {
  return baseline.units.find((unit) => unit.id === id)?.path ?? id;
}

/** The members of one list that are not in the other, in order. */
export function without(one: readonly string[], other: readonly string[]): readonly string[] {
  return one.filter((id) => !other.includes(id));
}
