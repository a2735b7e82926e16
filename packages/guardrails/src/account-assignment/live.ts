/** Who has a permission set in an account now. */
import {
  accountById,
  type Baseline,
  type Caller,
  type IdentityCenter,
  type Observed,
  type PrincipalType,
  type ResourceKey,
} from "@holdfast/core";
import { assertInstance, isNotFound } from "../identity-center/instance.ts";
import { nameOfPrincipal } from "../identity-center/principals.ts";
import { arnOf } from "../identity-center/sets.ts";
import { placeOf } from "./place.ts";
import { requestsOf } from "./requests.ts";
import { declaredIn, identify } from "./want.ts";

export type LivePrincipal = {
  readonly type: PrincipalType;
  readonly id: string;
  /** Of one that nobody declared; null: the identity store has none with this id. */
  readonly name?: string | null;
};

export type Live = {
  /** ARN of the permission set. */
  readonly set: string;
  /** The account's unit: as declared, or where an account that nobody declared is now. */
  readonly unit: string | null;
  /** Sorted. */
  readonly principals: readonly LivePrincipal[];
  /** Why AWS failed to make or end an assignment, newest first. */
  readonly failures: readonly string[];
};

export type Reads =
  | "sso:ListInstances"
  | "sso:ListAccountAssignments"
  | "sso:ListAccountAssignmentCreationStatus"
  | "sso:DescribeAccountAssignmentCreationStatus"
  | "sso:ListAccountAssignmentDeletionStatus"
  | "sso:DescribeAccountAssignmentDeletionStatus"
  | "identitystore:DescribeGroup"
  | "identitystore:DescribeUser"
  | "organizations:DescribeAccount";

/** Three calls where exactly those have it who should, and AWS is not about to change that. */
export async function observe(
  { account, resource: label }: ResourceKey,
  aws: Caller<Reads>,
  baseline: Baseline,
): Promise<Observed<Live>> {
  const { identityCenter: center } = baseline;
  if (center === undefined) return { kind: "absent" };
  const set = arnOf(center, label);
  const principals = await principalsOf(account, set, aws, center);
  if (principals === undefined) return withoutSet(account, label, aws, baseline, center);
  return completed(account, label, principals, aws, baseline, center);
}

/** What was listed, with all that is needed to judge it where it is not as declared. */
export async function completed(
  account: string,
  label: string,
  principals: readonly LivePrincipal[],
  aws: Caller<Reads>,
  baseline: Baseline,
  center: IdentityCenter,
): Promise<Observed<Live>> {
  const set = arnOf(center, label);
  const known = accountById(baseline, account)?.unit;
  const unit = known ?? (await placeOf(account, aws, baseline));
  if (unit === undefined) return { kind: "absent" };
  const requests = requestsOf(account, set, aws, center);
  // Before the list: what AWS is still making is on none, and its event is over by the time it is there.
  const pending = await requests.pending();
  if (pending !== undefined) return { kind: "pending", reason: pending };
  const wanted = declaredIn(baseline, { id: account, unit }, label);
  const live = { set, unit };
  const named: LivePrincipal[] = [];
  for (const one of principals) {
    const strange = !wanted.has(identify(one));
    named.push(strange ? { ...one, name: await nameOfPrincipal(one, aws, center) } : one);
  }
  const present = new Set(principals.map(identify));
  const agrees = present.size === wanted.size && [...wanted.keys()].every((id) => present.has(id));
  const failures = agrees ? [] : await requests.failures();
  return { kind: "present", live: { ...live, principals: named, failures } };
}

/**
 * Everybody, from first to last page: a page that fails fails it all, as nobody may be taken for absent.
 * Undefined: AWS knows no such permission set, account or instance.
 */
export async function principalsOf(
  AccountId: string,
  PermissionSetArn: string,
  aws: Caller<"sso:ListAccountAssignments">,
  { instance: InstanceArn }: IdentityCenter,
): Promise<readonly LivePrincipal[] | undefined> {
  const found = new Map<string, LivePrincipal>();
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

export function sorted(principals: Iterable<LivePrincipal>): LivePrincipal[] {
  return [...principals].toSorted((a, b) => (identify(a) < identify(b) ? -1 : 1));
}

/**
 * AWS says the same of a permission set and of an account that are not there. Nobody has anything in an
 * account that left; a declared set has to come back first.
 */
async function withoutSet(
  account: string,
  label: string,
  aws: Caller<Reads>,
  baseline: Baseline,
  center: IdentityCenter,
): Promise<Observed<Live>> {
  await assertInstance(aws, center);
  const place = await placeOf(account, aws, baseline);
  if (place === undefined) return { kind: "absent" };
  const unit = accountById(baseline, account)?.unit ?? place;
  if (declaredIn(baseline, { id: account, unit }, label).size === 0) return { kind: "absent" };
  return { kind: "pending", reason: `the permission set ${label} is gone` };
}
