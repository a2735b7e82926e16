/** What changed policies and places open and close, one entry for all accounts of the same outcome. */
import type { PolicyType } from "@holdfast/core";
import {
  type ActionUniverse,
  evaluate,
  PolicyError,
  type Request,
  type Witness,
} from "@holdfast/policy";
import { breadthOf } from "./breadth.ts";
import { type AccountClass, classesOf } from "./classes.ts";
import { comparePaths, type Doubt, type Finding } from "./compare-paths.ts";
import type { Matches } from "./match.ts";
import type { AccountRef, Direction, PolicyEffect, Undecided } from "./model.ts";
import type { Path } from "./path.ts";

export interface PolicyEffects {
  readonly opens: readonly PolicyEffect[];
  readonly closes: readonly PolicyEffect[];
  readonly undecided: readonly Undecided[];
}

export const POLICY_TYPES: readonly PolicyType[] = [
  "SERVICE_CONTROL_POLICY",
  "RESOURCE_CONTROL_POLICY",
];

export function policyEffects(matches: Matches, universe: ActionUniverse): PolicyEffects {
  const groups: Group[] = [];
  const doubts = new Map<string, Undecided>();
  for (const type of POLICY_TYPES) {
    for (const one of classesOf(matches, type)) {
      const outcome = comparePaths(one.old, one.new, { account: one.accounts[0].id, universe });
      for (const finding of outcome.findings) join(groups, finding, one);
      for (const doubt of outcome.doubts) note(doubts, doubt, type, one.accounts);
    }
  }
  const of = (direction: Direction) =>
    groups
      .filter(({ finding }) => finding.direction === direction)
      .map(({ finding, type, classes }) => {
        const accounts = classes.flatMap((one) => one.accounts).toSorted(byName);
        return effectOf(finding, type, accounts, universe);
      });
  return { opens: of("opened"), closes: of("closed"), undecided: [...doubts.values()] };
}

/** @param accounts by name; empty if the policies are attached to none */
export function effectOf(
  { denial, cause, witness, actions }: Finding,
  type: PolicyType,
  accounts: readonly AccountRef[],
  universe: ActionUniverse,
): PolicyEffect {
  const { level = "", policy = "", statement = "" } = witness.refusal;
  return {
    kind: "policy",
    ...(denial?.place ?? { type, policy, statement, level }),
    cause,
    accounts,
    witness: accounts[0] === undefined ? witness : placedIn(accounts[0].id, witness),
    actions,
    breadth: denial === undefined ? 0 : breadthOf(denial.statement, actions, universe),
  };
}

/** Classes of accounts for which one finding, with one witness, is true. */
interface Group {
  finding: Finding;
  readonly type: PolicyType;
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
  groups.push({ finding, type: one.old.type, classes: [one] });
}

function identityOf({ direction, cause, denial, actions }: Finding): string {
  const place = denial && { ...denial.place, level: denial.levelId };
  return JSON.stringify([direction, cause, denial?.key, place, actions]);
}

/** Whether the same request, by an account of this class, is opened or closed there as well. */
function confirmed({ direction, witness }: Finding, one: AccountClass): boolean {
  const { request } = placedIn(one.accounts[0].id, witness);
  const [allowing, refusing] = direction === "opened" ? [one.new, one.old] : [one.old, one.new];
  return isAllowed(request, allowing) === true && isAllowed(request, refusing) === false;
}

const EVERYTHING = {
  name: "AdministratorAccess",
  document: {
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action: "*", Resource: "*" },
  },
} as const;

/** Undefined: a statement can't be evaluated for this request. */
function isAllowed(request: Request, { type, levels }: Path): boolean | undefined {
  const layer = type === "SERVICE_CONTROL_POLICY" ? "serviceControl" : "resourceControl";
  try {
    return evaluate(request, { identity: [EVERYTHING], [layer]: levels }).allowed;
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}

/** The witness with another account in the place of its own. */
function placedIn(id: string, witness: Witness): Witness {
  const own = witness.request.principal.account;
  // An id has no characters that JSON escapes; what it replaces has the same form.
  const text = JSON.stringify(witness.request).replaceAll(own, id);
  return { ...witness, request: JSON.parse(text) as Witness["request"] };
}

function note(
  doubts: Map<string, Undecided>,
  { denial, reason }: Doubt,
  type: PolicyType,
  accounts: readonly AccountRef[],
): void {
  const key = JSON.stringify([type, denial?.place, reason]);
  const known = doubts.get(key)?.accounts ?? [];
  doubts.set(key, {
    ...(denial && { place: denial.place }),
    type,
    reason,
    accounts: [...known, ...accounts].toSorted(byName),
  });
}

function byName(a: AccountRef, b: AccountRef): number {
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}
