/** What another set of policies on the way to accounts opens and closes, with an example call each. */
import {
  type Account,
  type Baseline,
  fullAccess,
  type Impact,
  levelsFor,
  policyByName,
} from "@holdfast/core";
import type { ControlPolicyType, Level } from "@holdfast/policy";
import { compare, describeWitness, traitsOf, type Witness } from "@holdfast/policy/compare";
import { loadActionUniverse } from "@holdfast/policy/universe";

/** Paths that are compared at most: an alert is for reading. */
const MOST = 10;

/** Work that one comparison may take: a tenth of a second of it, whoever wrote what is compared. */
const WORK = 10_000_000;

/** The policies of one type on the way to an account. */
export interface PathChange {
  readonly account: Account;
  readonly type: ControlPolicyType;
  readonly declared: readonly Level[];
  readonly live: readonly Level[];
}

/** What is true of some accounts, with their names in it. */
interface Said {
  readonly accounts: Set<Account>;
  readonly opened: boolean;
  sentence(names: string): string;
}

/**
 * Accounts that have the same policies on their way, none of which tells them apart, are compared once,
 * those of most accounts first; the others are counted. Undefined if nothing was opened or closed.
 */
export async function impactOf(
  changes: readonly PathChange[],
  baseline: Baseline,
): Promise<Impact | undefined> {
  const { management } = baseline.organization;
  // SCPs and RCPs don't apply to the management account.
  const members = changes.filter(({ account }) => account.id !== management);
  const groups = [...Map.groupBy(members, signatureOf).values()]
    .flatMap(alike)
    .toSorted((a, b) => b.length - a.length);
  const universe = await loadActionUniverse();
  const said = new Map<string, Said>();
  for (const group of groups.slice(0, MOST)) {
    const [first] = group;
    if (first === undefined) continue;
    const { account, type, declared, live } = first;
    const options = { type, account: account.id, universe, limit: WORK };
    const { relation, weaker, stricter, reason } = compare(declared, live, options);
    const found = [
      ...(weaker ? [told(weaker, "opened")] : []),
      ...(stricter ? [told(stricter, "closed")] : []),
      ...(relation === "undecided" ? [unsettled(reason)] : []),
    ];
    for (const one of found) {
      // The same with the id of another account is no other example.
      const key = one.sentence("").replaceAll(account.id, "");
      const known = said.get(key) ?? one;
      for (const { account: each } of group) known.accounts.add(each);
      said.set(key, known);
    }
  }
  // What was not compared may differ as well: it counts rather than being left out.
  const rest = new Set(groups.slice(MOST).flatMap((group) => group.map(({ account }) => account)));
  if (said.size === 0) return undefined;
  const ordered = [...said.values()].toSorted((a, b) => Number(b.opened) - Number(a.opened));
  const reached = new Set([...ordered.flatMap(({ accounts }) => [...accounts]), ...rest]);
  return {
    sentences: ordered.map(({ accounts, sentence }) => sentence(listed([...accounts]))),
    accounts: reached.size,
  };
}

/**
 * The impact of accounts losing all policies of some types. Each policy is compared by itself: what it
 * refused is open now, and each can have an example of its own.
 */
export function impactOfLosing(
  accounts: readonly Account[],
  types: readonly ControlPolicyType[],
  baseline: Baseline,
): Promise<Impact | undefined> {
  const changes = accounts.flatMap((account) =>
    types.flatMap((type) => {
      const aws = fullAccess(type);
      return levelsFor(baseline, account, type)
        .flatMap(({ policies }) => policies)
        .filter(({ name }) => policyByName(baseline, name)?.type === type)
        .map((policy) => ({
          account,
          type,
          declared: [{ name: "lost", policies: [aws, policy] }],
          live: [{ name: "lost", policies: [aws] }],
        }));
    }),
  );
  return impactOf(changes, baseline);
}

function signatureOf({ type, declared, live }: PathChange): string {
  const names = (levels: readonly Level[]) =>
    levels.map(({ policies }) => policies.map(({ name }) => name).toSorted());
  return JSON.stringify([type, names(declared), names(live)]);
}

/** Apart by what the policies on their way make of their ids. */
function alike(group: readonly PathChange[]): readonly (readonly PathChange[])[] {
  const [first] = group;
  if (first === undefined) return [];
  const traitOf = traitsOf([...first.declared, ...first.live]);
  return [...Map.groupBy(group, ({ account }) => traitOf(account.id)).values()];
}

function told(witness: Witness, direction: "opened" | "closed"): Said {
  return {
    accounts: new Set(),
    opened: direction === "opened",
    sentence: (names) => describeWitness(witness, direction, names),
  };
}

function unsettled(reason: string | undefined): Said {
  return {
    accounts: new Set(),
    // It may have been.
    opened: true,
    sentence: (names) => `what it opens and closes in ${names} could not be settled: ${reason}`,
  };
}

/** "dev", "dev and staging", "dev, staging and 3 more". */
function listed(accounts: readonly Account[]): string {
  const [first, second, third] = accounts.map(({ name }) => name);
  if (accounts.length < 3)
    return [first, second].filter((name) => name !== undefined).join(" and ");
  return `${first}, ${second} and ${accounts.length === 3 ? third : `${accounts.length - 2} more`}`;
}
