/** Trails as plain data, to be compared. */
import type { TrailState, Trails } from "./state.ts";

/** By `trailId`; what is not set is left out. */
export type TrailsSnapshot = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** `100000000001/trail/organization-trail` */
export function trailId({ account, name }: Pick<TrailState, "account" | "name">): string {
  return `${account}/trail/${name}`;
}

export function trailsSnapshot(trails: Trails): TrailsSnapshot {
  return Object.fromEntries([...trails.values()].map((trail) => [trailId(trail), parts(trail)]));
}

function parts({ selectors, ...settings }: TrailState): Record<string, string> {
  const set = Object.entries(settings).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(set.map(([name, value]) => [name, String(value)])),
    selectors: JSON.stringify(selectors),
  };
}
