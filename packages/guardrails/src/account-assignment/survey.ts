/**
 * Who has what, everywhere. Asked per principal it takes a call for each group and user, but misses those
 * who are gone; asked per account and permission set it misses nobody, and takes a call for each pair: an
 * hour and a half for a hundred thousand. Small organizations are asked both ways at each scan; of large
 * ones each scan takes its turn at a part of the pairs.
 */
import {
  AwsError,
  type Baseline,
  type Caller,
  type Coverage,
  type IdentityCenter,
  type Observed,
  type PrincipalType,
  type ResourceKey,
  type Surveyed,
  type Turn,
} from "@holdfast/core";
import { assertInstance } from "../identity-center/instance.ts";
import { arnOf, labelOf } from "../identity-center/sets.ts";
import { declaredKeys, keyOf } from "./keys.ts";
import {
  completed,
  type Live,
  type LivePrincipal,
  observe,
  principalsOf,
  type Reads,
  sorted,
} from "./live.ts";

type SurveyReads =
  | Reads
  | "sso:ListPermissionSets"
  | "sso:ListAccountsForProvisionedPermissionSet"
  | "sso:ListAccountAssignmentsForPrincipal"
  | "identitystore:ListGroups"
  | "identitystore:ListUsers"
  | "organizations:ListAccounts";

/** Pairs that one scan asks for: about eight minutes at the scan's share of AWS's rate. */
const PAIRS = 2_000;

/** Account access manager gives access as well, and AWS has no client for it yet. */
const ENTITLEMENTS = {
  what: "entitlements of account access manager, for which AWS has no client",
  done: 0,
  of: 0,
};

interface Pair {
  readonly account: string;
  readonly label: string;
}

export async function* survey(
  aws: Caller<SurveyReads>,
  baseline: Baseline,
  { turn, calls = PAIRS }: Turn,
): AsyncGenerator<Surveyed<Live> | Coverage> {
  const { identityCenter: center } = baseline;
  if (center === undefined) return;
  await assertInstance(aws, center);
  const accounts = await members(aws);
  const provisioned = await pairsOf(aws, center);
  const parts = Math.max(1, Math.ceil(provisioned.size / calls));
  const part = turn % parts;
  const listed = parts === 1 ? undefined : await perPrincipal(aws, center);
  const pairs = new Map([...declaredPairs(baseline, accounts), ...provisioned]);
  for (const [id, { account, label }] of listed?.pairs ?? []) pairs.set(id, { account, label });

  let asked = 0;
  for (const [index, [id, { account, label }]] of [...pairs].toSorted(byId).entries()) {
    const key = keyOf(baseline, account, label);
    const known = listed?.pairs.get(id)?.principals;
    const inTurn = index % parts === part;
    if (inTurn && provisioned.has(id)) asked += 1;
    const observed = await attempt(async () => {
      // A pair that is provisioned nowhere has no assignments that anybody could be asked for.
      const one =
        inTurn || listed === undefined ? await ask(key, aws, center) : sorted(known ?? []);
      if (one === undefined) {
        return observe(key, aws, baseline);
      }
      return completed(account, label, one, aws, baseline, center);
    });
    yield { key, observed };
  }
  yield coverageOf(provisioned.size, asked, parts, part, listed?.count);
}

function coverageOf(
  pairs: number,
  asked: number,
  parts: number,
  part: number,
  principals: number | undefined,
): Coverage {
  if (principals === undefined) {
    const all = { what: "every account and permission set", done: pairs, of: pairs };
    return { coverage: [all, ENTITLEMENTS] };
  }
  return {
    coverage: [
      ENTITLEMENTS,
      { what: "every group and user", done: principals, of: principals },
      {
        what: `every account and permission set, part ${part + 1} of ${parts}: all within ${parts} scans`,
        done: asked,
        of: pairs,
      },
    ],
  };
}

function ask(
  { account, resource }: ResourceKey,
  aws: Caller<SurveyReads>,
  center: IdentityCenter,
): Promise<readonly LivePrincipal[] | undefined> {
  return principalsOf(account, arnOf(center, resource), aws, center);
}

/** What can't be read of one pair is no reason not to look at the others. */
async function attempt(read: () => Promise<Observed<Live>>): Promise<Observed<Live>> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AwsError) return { kind: "unknown", error };
    throw error;
  }
}

/** Ids of all accounts of the organization, also those that nobody declared. */
async function members(aws: Caller<"organizations:ListAccounts">): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { Accounts = [] } of aws.pages("organizations:ListAccounts", {})) {
    ids.push(...Accounts.flatMap(({ Id }) => Id ?? []));
  }
  return ids;
}

/** Declared pairs; of accounts that nobody declared, whatever may cover them. */
function declaredPairs(baseline: Baseline, accounts: readonly string[]): Map<string, Pair> {
  const { assignments = [] } = baseline.identityCenter ?? {};
  const known = new Set(baseline.accounts.map(({ id }) => id));
  const wide = assignments.filter(({ all, units }) => all || units.length > 0);
  const labels = [...new Set(wide.map(({ permissionSet }) => permissionSet))];
  const pairs = [
    ...declaredKeys(baseline).map(({ account, resource }) => ({ account, label: resource })),
    ...accounts
      .filter((id) => !known.has(id))
      .flatMap((account) => labels.map((label) => ({ account, label }))),
  ];
  return new Map(pairs.map((pair) => [idOf(pair), pair]));
}

/** Where each permission set is, declared or not. */
async function pairsOf(
  aws: Caller<SurveyReads>,
  center: IdentityCenter,
): Promise<ReadonlyMap<string, Pair>> {
  const pairs = new Map<string, Pair>();
  const { instance: InstanceArn } = center;
  for await (const page of aws.pages("sso:ListPermissionSets", { InstanceArn })) {
    for (const PermissionSetArn of page.PermissionSets ?? []) {
      const label = labelOf(center, PermissionSetArn);
      const named = { InstanceArn, PermissionSetArn };
      const places = aws.pages("sso:ListAccountsForProvisionedPermissionSet", named);
      for await (const { AccountIds = [] } of places) {
        for (const account of AccountIds) pairs.set(idOf({ account, label }), { account, label });
      }
    }
  }
  return pairs;
}

/** What every group and user has; a user's list also shows what their groups have. */
async function perPrincipal(aws: Caller<SurveyReads>, center: IdentityCenter) {
  const { instance: InstanceArn, identityStore: IdentityStoreId } = center;
  const pairs = new Map<string, Pair & { principals: LivePrincipal[] }>();
  let count = 0;
  for await (const { type, id } of principals(aws, IdentityStoreId)) {
    count += 1;
    const input = { InstanceArn, PrincipalId: id, PrincipalType: type };
    const seen = new Set<string>();
    for await (const page of aws.pages("sso:ListAccountAssignmentsForPrincipal", input)) {
      for (const { AccountId, PermissionSetArn, PrincipalId } of page.AccountAssignments ?? []) {
        if (AccountId === undefined || PermissionSetArn === undefined || PrincipalId !== id)
          continue;
        const pair = { account: AccountId, label: labelOf(center, PermissionSetArn) };
        if (seen.has(idOf(pair))) continue;
        seen.add(idOf(pair));
        const known = pairs.get(idOf(pair)) ?? { ...pair, principals: [] };
        known.principals.push({ type, id });
        pairs.set(idOf(pair), known);
      }
    }
  }
  return { pairs, count };
}

async function* principals(
  aws: Caller<"identitystore:ListGroups" | "identitystore:ListUsers">,
  IdentityStoreId: string,
): AsyncGenerator<{ readonly type: PrincipalType; readonly id: string }> {
  for await (const { Groups = [] } of aws.pages("identitystore:ListGroups", { IdentityStoreId })) {
    for (const { GroupId } of Groups) if (GroupId) yield { type: "GROUP", id: GroupId };
  }
  for await (const { Users = [] } of aws.pages("identitystore:ListUsers", { IdentityStoreId })) {
    for (const { UserId } of Users) if (UserId) yield { type: "USER", id: UserId };
  }
}

function idOf({ account, label }: Pair): string {
  return `${account}/${label}`;
}

function byId([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
