/** Who has a permission set in an account now, and all that is needed to judge it. */
import {
  accountById,
  type Baseline,
  type Caller,
  type IdentityCenter,
  modeFor,
  type Observed,
  type PrincipalType,
  type ResourceKey,
} from "@holdfast/core";
import { pathOfOpen } from "../identity-center/closed.ts";
import { assertInstance, isNotFound } from "../identity-center/instance.ts";
import { nameOfPrincipal } from "../identity-center/principals.ts";
import { arnOf } from "../identity-center/sets.ts";
import { GUARDRAIL as PERMISSION_SET } from "../permission-set/keys.ts";
import { deviationsOf } from "./deviations.ts";
import { unitOn } from "./place.ts";
import { type Failure, failures, type Pair, type RequestReads, underWay } from "./requests.ts";
import { declaredIn, identify, tells } from "./want.ts";

export type Assignee = { readonly type: PrincipalType; readonly id: string };

export type Live = {
  /** ARN of the permission set. */
  readonly set: string;
  /** The account's unit: as declared, or where an account that nobody declared is now. */
  readonly unit: string;
  /** Sorted. */
  readonly assigned: readonly Assignee[];
  /** Names of those whom nobody declared, by `identify`; null: the identity store has none with this id. */
  readonly names: Readonly<Record<string, string | null>>;
  /** Declared, asked for, and not in the identity store any more, by `identify`; sorted. */
  readonly gone: readonly string[];
  /** Whose assignment AWS is making or ending, by `identify`; sorted. */
  readonly underWay: readonly string[];
  readonly failures: readonly Failure[];
};

export type Reads =
  | RequestReads
  | "sso:ListInstances"
  | "sso:ListAccountAssignments"
  | "identitystore:DescribeGroup"
  | "identitystore:DescribeUser"
  | "organizations:DescribeAccount";

/** To the next look at what AWS is working on: it needs seconds. Milliseconds. */
const AGAIN = 5_000;

/** Where an account is and how a principal is called: asked one by one, or known from lists. */
export interface Directory {
  /** Ids on the way from the root down to it; undefined: it is closed, or no member of the organization. */
  pathOf(account: string): Promise<readonly string[] | undefined>;
  /** Null: the identity store has none with this id. */
  nameOf(principal: Assignee): Promise<string | null>;
}

export function directoryOf(aws: Caller<Reads>, center: IdentityCenter): Directory {
  return {
    pathOf: (account) => pathOfOpen(account, aws),
    nameOf: (principal) => nameOfPrincipal(principal, aws, center),
  };
}

/** Three calls where exactly those have it who should, and AWS is not about to change that. */
export async function observe(
  key: ResourceKey,
  aws: Caller<Reads>,
  baseline: Baseline,
): Promise<Observed<Live>> {
  const { identityCenter: center } = baseline;
  if (center === undefined) return { kind: "absent" };
  return observeWith(key, aws, baseline, center, directoryOf(aws, center));
}

/** `observe`, for whoever knows the directory already. */
export async function observeWith(
  key: ResourceKey,
  aws: Caller<Reads>,
  baseline: Baseline,
  center: IdentityCenter,
  directory: Directory,
): Promise<Observed<Live>> {
  const { account, resource: label } = key;
  const pair = { account, set: arnOf(center, label) };
  // Before the list: what AWS has done meanwhile is on it, what it is still doing is known.
  const working = await underWay(pair, aws, center);
  const assigned = await assignedTo(pair, aws, center);
  if (assigned === undefined) return withoutSet(key, aws, baseline, center, directory);
  return judged({ account, label, assigned, working }, aws, baseline, center, directory);
}

/** What was listed of one permission set in one account. */
export interface Listed {
  readonly account: string;
  readonly label: string;
  readonly assigned: readonly Assignee[];
  /** By `identify`. */
  readonly working: ReadonlySet<string>;
}

/** With what is needed to say whether it is as declared, and what can be done. */
export async function judged(
  { account, label, assigned, working }: Listed,
  aws: Caller<RequestReads>,
  baseline: Baseline,
  center: IdentityCenter,
  { pathOf, nameOf }: Directory,
): Promise<Observed<Live>> {
  const set = arnOf(center, label);
  const declared = accountById(baseline, account);
  const asked = declared === undefined ? await pathOf(account) : undefined;
  const unit = declared?.unit ?? (asked && unitOn(asked, baseline));
  if (unit === undefined) return { kind: "absent" };
  const wanted = declaredIn(baseline, { id: account, unit }, label);
  const there = new Set(assigned.map(identify));
  const strange = assigned.filter((one) => !wanted.has(identify(one)));
  const missing = [...wanted.values()].filter((one) => !there.has(identify(one)));
  const agrees = strange.length + missing.length === 0;
  // Nothing can be given or taken in an account that is closed or left, and nobody has anything there;
  // that it is so is told by whoever guards the organization's structure.
  if (!agrees && (asked ?? (await pathOf(account))) === undefined) return { kind: "absent" };

  const told = [...wanted.values()].filter((one) => tells(baseline, account, label, one));
  const [names, known, failed] = await Promise.all([
    namesOf(strange, nameOf),
    namesOf([...missing, ...told], nameOf),
    agrees ? [] : failures({ account, set }, aws, center),
  ]);
  const live: Live = {
    set,
    unit,
    assigned,
    names,
    gone: Object.keys(known).filter((id) => known[id] === null),
    underWay: [...working].toSorted(),
    failures: failed,
  };
  // What AWS is at does not protect what it is not at.
  if (working.size > 0 && deviationsOf({ baseline, account, label }, live).length === 0) {
    const reason = "AWS is making or ending an assignment";
    return { kind: "pending", reason, againMs: AGAIN };
  }
  return { kind: "present", live };
}

/** By `identify`, sorted. */
async function namesOf(
  principals: readonly Assignee[],
  nameOf: Directory["nameOf"],
): Promise<Readonly<Record<string, string | null>>> {
  const named = principals.map(async (one) => [identify(one), await nameOf(one)] as const);
  return Object.fromEntries((await Promise.all(named)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Everybody, from first to last page: a page that fails fails it all, as nobody may be taken for absent.
 * Undefined: AWS knows no such permission set, account or instance.
 */
export async function assignedTo(
  { account: AccountId, set: PermissionSetArn }: Pair,
  aws: Caller<"sso:ListAccountAssignments">,
  { instance: InstanceArn }: IdentityCenter,
): Promise<readonly Assignee[] | undefined> {
  const found = new Map<string, Assignee>();
  const input = { InstanceArn, AccountId, PermissionSetArn };
  try {
    for await (const page of aws.pages("sso:ListAccountAssignments", input)) {
      for (const { PrincipalType: type, PrincipalId: id } of page.AccountAssignments ?? []) {
        if (type === undefined || id === undefined) continue;
        found.set(identify({ type, id }), { type, id });
      }
    }
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
  return sorted(found.values());
}

export function sorted(principals: Iterable<Assignee>): Assignee[] {
  return [...principals].toSorted((a, b) => (identify(a) < identify(b) ? -1 : 1));
}

/**
 * AWS says the same of a permission set, an account and an instance that are not there. Of another instance
 * nothing is known; nobody has anything in an account that left; a declared set has to come back first.
 */
async function withoutSet(
  { account, resource: label }: ResourceKey,
  aws: Caller<Reads>,
  baseline: Baseline,
  center: IdentityCenter,
  directory: Directory,
): Promise<Observed<Live>> {
  await assertInstance(aws, center);
  const path = await directory.pathOf(account);
  const unit = path && (accountById(baseline, account)?.unit ?? unitOn(path, baseline));
  if (unit === undefined) return { kind: "absent" };
  if (declaredIn(baseline, { id: account, unit }, label).size === 0) return { kind: "absent" };
  const isGuarded = modeFor(baseline, PERMISSION_SET, "Root") !== "off";
  if (isGuarded) return { kind: "pending", reason: `the permission set ${label} is gone` };
  const nobody = { account, label, assigned: [], working: new Set<string>() };
  return judged(nobody, aws, baseline, center, directory);
}
