/** What another set of policies on the way to accounts opens and closes, with an example call each. */
import {
  type Account,
  type Baseline,
  fullAccess,
  type Impact,
  levelsFor,
  policyByName,
} from "@holdfast/core";
import {
  type Comparison,
  type ControlPolicyType,
  compare,
  describeWitness,
  type Level,
} from "@holdfast/policy";
import { loadActionUniverse } from "@holdfast/policy/universe";

/** Paths that are compared at most: an alert is for reading, and each may take a second. */
const MOST = 10;

/** The policies of one type on the way to an account. */
export interface PathChange {
  readonly account: Account;
  readonly type: ControlPolicyType;
  readonly declared: readonly Level[];
  readonly live: readonly Level[];
}

/**
 * Accounts with the same policies on their way are compared once, those of most accounts first; the
 * others are counted. Undefined if nothing was opened or closed.
 */
export async function impactOf(
  changes: readonly PathChange[],
  baseline: Baseline,
): Promise<Impact | undefined> {
  const { management } = baseline.organization;
  // SCPs and RCPs don't apply to the management account.
  const members = changes.filter(({ account }) => account.id !== management);
  const groups = [...Map.groupBy(members, signatureOf).values()].toSorted(
    (a, b) => b.length - a.length,
  );
  const universe = await loadActionUniverse();
  const reached = new Set<string>();
  const sentences: string[] = [];
  for (const group of groups.slice(0, MOST)) {
    const [first] = group;
    if (first === undefined) continue;
    const { account, type, declared, live } = first;
    const said = sentencesOf(
      compare(declared, live, { type, account: account.id, universe }),
      account,
    );
    if (said.length === 0) continue;
    sentences.push(...said);
    for (const one of group) reached.add(one.account.id);
  }
  // What was not compared may differ as well: it counts rather than being left out.
  for (const one of groups.slice(MOST).flat()) reached.add(one.account.id);
  if (sentences.length === 0) return undefined;
  return { sentences: [...new Set(sentences)], accounts: reached.size };
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

function sentencesOf(comparison: Comparison, { name }: Account): string[] {
  const { relation, weaker, stricter, reason } = comparison;
  const said = [
    ...(weaker ? [describeWitness(weaker, "opened", name)] : []),
    ...(stricter ? [describeWitness(stricter, "closed", name)] : []),
  ];
  if (relation !== "undecided") return said;
  return [...said, `what it opens and closes in ${name} could not be settled: ${reason}`];
}
