/** Where the baseline attaches a policy. */
import type { Baseline } from "@holdfast/core";

/** Ids of the root, the units and the accounts that carry it. */
export function targetsOf({ units, accounts }: Baseline, name: string): string[] {
  return [...units, ...accounts]
    .filter(({ policies }) => policies.includes(name))
    .map(({ id }) => id);
}

/** The lowest unit that holds every place where it is attached; undefined: it is attached nowhere. */
export function unitHolding({ units, accounts }: Baseline, name: string): string | undefined {
  const paths = [
    ...units.map(({ path, policies }) => ({ path, policies })),
    ...accounts.map(({ unit, policies }) => ({ path: unit, policies })),
  ]
    .filter(({ policies }) => policies.includes(name))
    .map(({ path }) => path.split("/"));
  const [first, ...rest] = paths;
  if (first === undefined) return undefined;
  const apart = first.findIndex((part, index) => rest.some((path) => path[index] !== part));
  return first.slice(0, apart < 0 ? first.length : apart).join("/");
}
