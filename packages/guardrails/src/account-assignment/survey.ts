/**
 * Who has what, everywhere. Asked per principal it takes a call or two for each group and user, but misses
 * those who are gone; asked per account and permission set it misses nobody, and takes a call for each: a
 * hundred thousand, and seven hours, in a large organization. So every scan asks for all groups, and for
 * those users, accounts and permission sets whose turn it is: of small organizations for all of them.
 */
import {
  AwsError,
  accountById,
  type Baseline,
  type Caller,
  type IdentityCenter,
  type Observed,
  type Output,
  type SurveyContext,
  type Surveyed,
} from "@holdfast/core";
import { pathIn, pathOfOpen } from "../identity-center/closed.ts";
import { assertInstance } from "../identity-center/instance.ts";
import { nameOfPrincipal } from "../identity-center/principals.ts";
import { labelOf } from "../identity-center/sets.ts";
import { declaredKeys, isWide, keyOf } from "./keys.ts";
import {
  type Assignee,
  type Directory,
  judged,
  type Live,
  observeWith,
  type Reads,
  sorted,
} from "./live.ts";
import { unitOn } from "./place.ts";
import {
  assignedByPrincipal,
  LARGEST_PAGE,
  listPrincipals,
  type PassReads,
} from "./principals-pass.ts";
import { declaredIn, identify, type Place, pairId, placeOfPair } from "./want.ts";

export type SurveyReads =
  | Reads
  | PassReads
  | "sso:ListPermissionSets"
  | "sso:ListAccountsForProvisionedPermissionSet"
  | "organizations:ListAccounts";

/** Accounts and sets that one scan asks for: 25 minutes at its share of AWS's rate. */
const PAIRS = 6_000;
/** So many that can't be read, and AWS is taken to be out of order. */
const MOST_UNKNOWN = 10;

const NOBODY: ReadonlySet<string> = new Set();

export async function* survey(
  aws: Caller<SurveyReads>,
  baseline: Baseline,
  context: SurveyContext,
): AsyncGenerator<Surveyed<Live>> {
  const { identityCenter: center } = baseline;
  if (center === undefined) return;
  await assertInstance(aws, center);
  // It gives access as well, by the account-access API (service authorization reference).
  context.beyond("entitlements of account access manager, which Holdfast does not read");
  const accounts = await listAccounts(aws);
  const names = await listPrincipals(aws, center);
  const directory: Directory = {
    pathOf: async (id) => {
      const account = accounts.get(id);
      return account ? pathIn(account) : pathOfOpen(id, aws);
    },
    // Whoever came since they were listed is not gone.
    nameOf: async (one) => names.get(identify(one)) ?? nameOfPrincipal(one, aws, center),
  };
  const { byPrincipal, refusal } = await perPrincipal(names.keys(), aws, center, context);
  const places = await provisionedPlaces(aws, center);
  for (const id of byPrincipal.keys()) places.set(id, placeOfPair(id));
  const hasTurn = context.turn({
    name: "pairs",
    what: "every account and permission set",
    ids: places.keys(),
    atMost: PAIRS,
  });
  for (const place of possiblePlaces(baseline, accounts.keys())) places.set(pairId(place), place);

  const { management } = baseline.organization;
  let unknown = 0;
  let managementRefused = false;
  for (const [id, place] of places) {
    const { account, label } = place;
    if (managementRefused && account === management) continue;
    const key = keyOf(baseline, account, label);
    try {
      const fast = hasTurn(id) ? undefined : (byPrincipal.get(id) ?? []);
      // Who can't be asked for otherwise is not said to be in sync.
      if (fast && refusal) continue;
      const observed =
        fast && (await agrees(place, fast, baseline, directory))
          ? await judgedFast(place, fast, aws, baseline, center, directory)
          : await observeWith(key, aws, baseline, center, directory);
      yield { key, observed };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (error.class === "denied" && account === management) {
        managementRefused = true;
        context.notChecked({ account }, error);
        continue;
      }
      unknown += 1;
      if (error.class === "denied" || unknown > MOST_UNKNOWN) throw error;
      yield { key, observed: { kind: "unknown", error } };
    }
  }
  if (refusal) throw refusal;
}

/** A delegated administrator may ask for accounts and sets, but not for principals. */
async function perPrincipal(
  known: Iterable<string>,
  aws: Caller<PassReads>,
  center: IdentityCenter,
  context: SurveyContext,
): Promise<{
  readonly byPrincipal: ReadonlyMap<string, readonly Assignee[]>;
  readonly refusal?: AwsError;
}> {
  try {
    return { byPrincipal: await assignedByPrincipal(known, aws, center, context) };
  } catch (error) {
    if (error instanceof AwsError && error.class === "denied") {
      return { byPrincipal: new Map(), refusal: error };
    }
    throw error;
  }
}

/** Whether those have it who should; where not, only the whole list can tell. */
async function agrees(
  { account, label }: Place,
  assigned: readonly Assignee[],
  baseline: Baseline,
  { pathOf }: Directory,
): Promise<boolean> {
  const declared = accountById(baseline, account)?.unit;
  const path = declared === undefined ? await pathOf(account) : undefined;
  const unit = declared ?? (path && unitOn(path, baseline));
  if (unit === undefined) return false;
  const wanted = declaredIn(baseline, { id: account, unit }, label);
  return wanted.size === assigned.length && assigned.every((one) => wanted.has(identify(one)));
}

function judgedFast(
  { account, label }: Place,
  assigned: readonly Assignee[],
  aws: Caller<SurveyReads>,
  baseline: Baseline,
  center: IdentityCenter,
  directory: Directory,
): Promise<Observed<Live>> {
  const listed = { account, label, assigned: sorted(assigned), working: NOBODY };
  return judged(listed, aws, baseline, center, directory);
}

type Account = NonNullable<Output<"organizations:ListAccounts">["Accounts"]>[number];

async function listAccounts(
  aws: Caller<"organizations:ListAccounts">,
): Promise<ReadonlyMap<string, Account>> {
  const accounts = new Map<string, Account>();
  for await (const { Accounts = [] } of aws.pages("organizations:ListAccounts", {})) {
    for (const account of Accounts) if (account.Id !== undefined) accounts.set(account.Id, account);
  }
  return accounts;
}

/** Where each permission set is, declared or not: without it nobody can be assigned. By `pairId`. */
async function provisionedPlaces(
  aws: Caller<SurveyReads>,
  center: IdentityCenter,
): Promise<Map<string, Place>> {
  const found = new Map<string, Place>();
  const { instance: InstanceArn } = center;
  const sets = aws.pages("sso:ListPermissionSets", { InstanceArn, MaxResults: LARGEST_PAGE });
  for await (const { PermissionSets = [] } of sets) {
    for (const PermissionSetArn of PermissionSets) {
      const label = labelOf(center, PermissionSetArn);
      const input = { InstanceArn, PermissionSetArn, MaxResults: LARGEST_PAGE };
      const pages = aws.pages("sso:ListAccountsForProvisionedPermissionSet", input);
      for await (const { AccountIds = [] } of pages) {
        for (const account of AccountIds) found.set(pairId({ account, label }), { account, label });
      }
    }
  }
  return found;
}

/** Where something is declared; in accounts that nobody declared, whatever may be. */
function possiblePlaces(baseline: Baseline, accounts: Iterable<string>): readonly Place[] {
  const { assignments = [] } = baseline.identityCenter ?? {};
  const known = new Set(baseline.accounts.map(({ id }) => id));
  const wide = assignments.filter(isWide).map(({ permissionSet }) => permissionSet);
  const labels = [...new Set(wide)];
  return [
    ...declaredKeys(baseline).map(({ account, resource }) => ({ account, label: resource })),
    ...[...accounts]
      .filter((id) => !known.has(id))
      .flatMap((account) => labels.map((label) => ({ account, label }))),
  ];
}
