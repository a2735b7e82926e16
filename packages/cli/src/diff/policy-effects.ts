/** What changed policies and places open and close, one entry for all accounts of the same outcome. */
import { CONTROL_POLICY_TYPES } from "@holdfast/core";
import type { ActionUniverse } from "@holdfast/policy";
import { breadthOf } from "./breadth.ts";
import { type AccountClass, classesOf } from "./classes.ts";
import { comparePaths, type Doubt, type Finding } from "./compare-paths.ts";
import type { Matches } from "./match.ts";
import type { AccountRef, Direction, PolicyEffect, Undecided } from "./model.ts";
import { createProbe } from "./probe.ts";
import { placedIn, shows } from "./requests.ts";

export interface PolicyEffects {
  readonly opens: readonly PolicyEffect[];
  readonly closes: readonly PolicyEffect[];
  readonly undecided: readonly Undecided[];
}

export function policyEffects(matches: Matches, universe: ActionUniverse): PolicyEffects {
  const groups: Group[] = [];
  const doubts = new Map<string, Undecided>();
  for (const type of CONTROL_POLICY_TYPES) {
    const classes = classesOf(matches, type);
    const probes = {
      opened: createProbe(
        classes.map((one) => one.new),
        universe,
      ),
      closed: createProbe(
        classes.map((one) => one.old),
        universe,
      ),
    };
    for (const one of classes) {
      const outcome = comparePaths(one.old, one.new, { account: one.accounts[0].id, probes });
      for (const finding of outcome.findings) join(groups, finding, one);
      for (const doubt of outcome.doubts) note(doubts, doubt, one.accounts);
    }
  }
  const of = (direction: Direction) =>
    groups
      .filter(({ finding }) => finding.direction === direction)
      .map(({ finding, classes }) => {
        const accounts = classes.flatMap((one) => one.accounts).toSorted(byName);
        return effectOf(finding, accounts, universe);
      });
  return { opens: of("opened"), closes: of("closed"), undecided: [...doubts.values()] };
}

/** @param accounts by name; empty if the policies are attached to none */
export function effectOf(
  { denial, cause, witness, actions }: Finding,
  accounts: readonly AccountRef[],
  universe: ActionUniverse,
): PolicyEffect {
  const [first] = accounts;
  return {
    kind: "policy",
    ...denial.place,
    cause,
    accounts,
    witness: first === undefined ? witness : placedIn(first.id, witness),
    actions,
    breadth: breadthOf(denial.statement, actions, universe),
  };
}

/** Classes of accounts for which one finding, with one witness, is true. */
interface Group {
  finding: Finding;
  readonly classes: AccountClass[];
}

/** Puts a class into a group whose witness is true of it too, or whose classes its own is true of. */
function join(groups: Group[], finding: Finding, one: AccountClass): void {
  for (const group of groups) {
    if (identityOf(group.finding) !== identityOf(finding)) continue;
    const theirs = confirmed(group.finding, one);
    if (!theirs && !group.classes.every((other) => confirmed(finding, other))) continue;
    if (!theirs) group.finding = finding;
    group.classes.push(one);
    return;
  }
  groups.push({ finding, classes: [one] });
}

function identityOf({ direction, cause, denial, actions }: Finding): string {
  const place = { ...denial.place, level: denial.levelId };
  return JSON.stringify([direction, cause, denial.key, place, actions]);
}

/** Whether the same request, by an account of this class, is opened or closed there as well. */
function confirmed({ direction, witness, denial }: Finding, one: AccountClass): boolean {
  const allowing = direction === "opened" ? one.new : one.old;
  return shows(placedIn(one.accounts[0].id, witness), denial, allowing);
}

function note(
  doubts: Map<string, Undecided>,
  { denial: { place }, reason }: Doubt,
  accounts: readonly AccountRef[],
): void {
  const key = JSON.stringify([place, reason]);
  const known = doubts.get(key)?.accounts ?? [];
  doubts.set(key, {
    place,
    reason,
    accounts: [...known, ...accounts].toSorted(byName),
  });
}

function byName(a: AccountRef, b: AccountRef): number {
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}
