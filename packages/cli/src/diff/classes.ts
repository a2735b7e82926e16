/** Accounts that a change treats alike: they share both paths, and no policy tells them apart. */
import type { Account } from "@holdfast/core";
import { type ControlPolicyType, traitsOf } from "@holdfast/policy";
import type { Matches, Pair } from "./match.ts";
import type { AccountRef } from "./model.ts";
import { type Path, pathTo } from "./path.ts";

export interface AccountClass {
  readonly old: Path;
  readonly new: Path;
  /** At least one, by the names of the new side. */
  readonly accounts: readonly [AccountRef, ...AccountRef[]];
}

/** All accounts that are on both sides and that control policies reach on both. */
export function classesOf(matches: Matches, type: ControlPolicyType): AccountClass[] {
  const classes: AccountClass[] = [];
  for (const [first, ...rest] of placesOf(matches)) {
    const old = pathTo(matches.old, first.old, type);
    const next = pathTo(matches.new, first.new, type);
    const traitOf = traitsOf([...old.levels, ...next.levels]);
    const byTrait = new Map<string, [AccountRef, ...AccountRef[]]>();
    for (const { new: account } of [first, ...rest]) {
      const trait = traitOf(account.id);
      const alike = byTrait.get(trait);
      if (alike === undefined) byTrait.set(trait, [refOf(account)]);
      else alike.push(refOf(account));
    }
    for (const accounts of byTrait.values()) classes.push({ old, new: next, accounts });
  }
  return classes;
}

/** Whether control policies never reach an account, on each side. */
export function beyondPolicies(matches: Matches, { old, new: next }: Pair<Account>) {
  return {
    old: old.id === matches.old.organization.management,
    new: next.id === matches.new.organization.management,
  };
}

export function refOf({ name, id }: Account): AccountRef {
  return { name, id };
}

/** The accounts that stand in the same place, with the same policies of their own, on both sides. */
function placesOf(matches: Matches): readonly [Pair<Account>, ...Pair<Account>[]][] {
  const places = new Map<string, [Pair<Account>, ...Pair<Account>[]]>();
  for (const pair of matches.accounts.pairs) {
    const beyond = beyondPolicies(matches, pair);
    if (beyond.old || beyond.new) continue;
    const sides = [pair.old, pair.new];
    const key = JSON.stringify(sides.map(({ unit, policies }) => [unit, policies]));
    const together = places.get(key);
    if (together === undefined) places.set(key, [pair]);
    else together.push(pair);
  }
  return [...places.values()];
}
