/** The Identity Center that a baseline describes, in full agreement with it. */
import { createHash } from "node:crypto";
import {
  assignmentsIn,
  type Baseline,
  type PermissionSet as DeclaredSet,
  type IdentityCenter,
} from "@holdfast/core";
import {
  type Assignment,
  assignmentKey,
  type Group,
  type IdentityCenterState,
  type Membership,
  type PermissionSet,
  type Provisioned,
  provisionedKey,
  type User,
} from "./state.ts";

/**
 * Undefined if the baseline declares none. Every declared principal is there, and every assignment has
 * been provisioned.
 * @param now epoch milliseconds
 */
export function seedIdentityCenter(
  baseline: Baseline,
  now: number,
): IdentityCenterState | undefined {
  const { identityCenter: center } = baseline;
  if (center === undefined) return undefined;
  const sets = center.permissionSets.map((set) => seedSet(set, now));
  const assignments = seedAssignments(baseline, center);
  return {
    instance: center.instance,
    identityStore: center.identityStore,
    users: byId(seedUsers(center)),
    groups: byId(seedGroups(center)),
    memberships: byId(seedMemberships(center)),
    permissionSets: new Map(sets.map((set) => [set.arn, set])),
    assignments: new Map(assignments.map((one) => [assignmentKey(one), one])),
    provisioned: new Map(seedProvisioned(sets, assignments)),
    requests: new Map(),
  };
}

function seedUsers({ groups, assignments }: IdentityCenter): User[] {
  const direct = assignments.flatMap(({ principal }) =>
    principal.type === "USER" ? [principal] : [],
  );
  const named = [...groups.flatMap(({ members }) => members), ...direct];
  return named.map(({ id, name }) => ({ id, userName: name, displayName: name, externalIds: [] }));
}

function seedGroups({ groups, assignments }: IdentityCenter): Group[] {
  const assigned = assignments.flatMap(({ principal }) =>
    principal.type === "GROUP" ? [principal] : [],
  );
  return [...groups, ...assigned].map(({ id, name }) => ({
    id,
    displayName: name,
    description: "",
    externalIds: [],
  }));
}

function seedMemberships({ groups }: IdentityCenter): Membership[] {
  return groups.flatMap((group) =>
    group.members.map((user) => ({
      id: uuidOf(`${group.id}/${user.id}`),
      group: group.id,
      user: user.id,
    })),
  );
}

function seedSet(set: DeclaredSet, now: number): PermissionSet {
  const { arn, name, description, sessionDuration, relayState, inlinePolicy, boundary } = set;
  return {
    arn,
    name,
    description,
    sessionDuration,
    relayState,
    inlinePolicy: inlinePolicy && JSON.stringify(inlinePolicy),
    managedPolicies: new Map(set.managedPolicies.map((policy) => [policy, nameIn(policy)])),
    customerManagedPolicies: set.customerManagedPolicies,
    boundary: boundary && seedBoundary(boundary),
    tags: new Map(Object.entries(set.tags)),
    created: now,
    version: 1,
  };
}

function seedBoundary(boundary: NonNullable<DeclaredSet["boundary"]>): PermissionSet["boundary"] {
  if (boundary.kind === "aws") return { managedPolicyArn: boundary.arn };
  const { name, path } = boundary;
  return { customerManagedPolicyReference: { name, path } };
}

function seedAssignments(baseline: Baseline, center: IdentityCenter): Assignment[] {
  const arns = new Map(center.permissionSets.map(({ name, arn }) => [name, arn]));
  return baseline.accounts.flatMap((account) =>
    assignmentsIn(baseline, account).map(({ permissionSet, principal }) => ({
      account: account.id,
      permissionSet: arns.get(permissionSet) ?? "",
      principalType: principal.type,
      principal: principal.id,
    })),
  );
}

function seedProvisioned(
  sets: readonly PermissionSet[],
  assignments: readonly Assignment[],
): [string, Provisioned][] {
  return sets.flatMap((set) => {
    const assigned = assignments.filter(({ permissionSet }) => permissionSet === set.arn);
    return [...new Set(assigned.map(({ account }) => account))].map(
      (account): [string, Provisioned] => {
        const { arn, name, version } = set;
        const role = `AWSReservedSSO_${name}_${digest(`${account} ${arn}`).slice(0, 16)}`;
        const one = { account, permissionSet: arn, role, version, content: set };
        return [provisionedKey(one), one];
      },
    );
  });
}

/** An id that looks like AWS's and is the same in every lab. */
function uuidOf(text: string): string {
  return digest(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function byId<T extends { readonly id: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}
