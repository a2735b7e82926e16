/** Who gains or loses a permission set, and where. */
import { type Account, type Assignment, covers } from "@holdfast/core";
import { refOf } from "../classes.ts";
import type { Directed } from "../enforcement.ts";
import type { AssignmentEffect } from "../model.ts";
import { unitNow } from "../structure.ts";
import type { Sides } from "./index.ts";

/** One entry for each principal and permission set. Accounts that are gone are no longer watched. */
export function assignmentEffects(sides: Sides): Directed<AssignmentEffect> {
  const { matches, sets } = sides;
  const before = byPrincipalAndSet(sides.old.assignments, (name) => {
    const pair = sets.pairs.find(({ old }) => old.name === name);
    return pair?.new.name ?? name;
  });
  const now = byPrincipalAndSet(sides.new.assignments, (name) => name);
  const { pairs, added } = matches.accounts;
  const unitsNow = (path: string) => unitNow(matches, path) ?? path;
  return [...new Map([...before, ...now])].flatMap(([key, any]): Directed<AssignmentEffect> => {
    const [old, next] = [before.get(key) ?? [], now.get(key) ?? []];
    const had = (account: Account) => isIn(old, account, matches.old);
    const has = (account: Account) => isIn(next, account, matches.new);
    const gained = [
      ...pairs.filter((pair) => has(pair.new) && !had(pair.old)).map((pair) => pair.new),
      // What a new account meets in its unit is told with the account.
      ...added.filter(({ id }) =>
        next.some(({ assignment: { accounts } }) => accounts.includes(id)),
      ),
    ];
    const lost = pairs.filter((pair) => had(pair.old) && !has(pair.new)).map((pair) => pair.new);
    const [reachedBefore, reached] = [reachOf(old, unitsNow), reachOf(next, (path) => path)];
    return [
      ...effect("opened", gained, isWider(reached, reachedBefore)),
      ...effect("closed", lost, isWider(reachedBefore, reached)),
    ];

    function effect(
      direction: "opened" | "closed",
      accounts: readonly Account[],
      also: boolean,
    ): Directed<AssignmentEffect> {
      const [first] = any;
      if (first === undefined || (accounts.length === 0 && !also)) return [];
      const { type, name } = first.assignment.principal;
      return [
        {
          kind: "assignment",
          principal: { type, name },
          permissionSet: first.set,
          accounts: accounts.map((account) => refOf(account)),
          later: also,
          direction,
        },
      ];
    }
  });
}

interface Named {
  readonly assignment: Assignment;
  /** Name of the set on the new side. */
  readonly set: string;
}

function byPrincipalAndSet(
  assignments: readonly Assignment[],
  nameNow: (set: string) => string,
): Map<string, readonly Named[]> {
  return Map.groupBy(
    assignments.map((assignment) => ({ assignment, set: nameNow(assignment.permissionSet) })),
    ({ assignment, set }) => JSON.stringify([assignment.principal.id, set]),
  );
}

function isIn(
  named: readonly Named[],
  account: Account,
  baseline: Parameters<typeof covers>[2],
): boolean {
  return named.some(({ assignment }) => covers(assignment, account, baseline));
}

/** The units whose later accounts are covered; `Root` for all. */
function reachOf(named: readonly Named[], nameNow: (unit: string) => string): string[] {
  return named.flatMap(({ assignment: { all, units } }) => (all ? ["Root"] : units.map(nameNow)));
}

function isWider(reach: readonly string[], other: readonly string[]): boolean {
  return reach.some((unit) => !other.some((one) => unit === one || unit.startsWith(`${one}/`)));
}
