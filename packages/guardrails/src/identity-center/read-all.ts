/** `@holdfast/guardrails/import`: all of an Identity Center, for the baseline that is made of it. */
import { AwsError, type Caller, type IdentityCenter } from "@holdfast/core";
import type { LiveIdentityCenter } from "@holdfast/core/import";
import { describe, list, type Reads as SetReads } from "../permission-set/live.ts";
import { assignedOf } from "../permission-set/places.ts";

/** Every call that it makes. */
export const IDENTITY_CENTER_READS = [
  "sso:ListInstances",
  "sso:ListPermissionSets",
  "sso:DescribePermissionSet",
  "sso:GetInlinePolicyForPermissionSet",
  "sso:ListManagedPoliciesInPermissionSet",
  "sso:ListCustomerManagedPolicyReferencesInPermissionSet",
  "sso:GetPermissionsBoundaryForPermissionSet",
  "sso:ListTagsForResource",
  "sso:ListAccountsForProvisionedPermissionSet",
  "sso:ListAccountAssignments",
  "identitystore:ListGroups",
  "identitystore:ListGroupMemberships",
  "identitystore:ListUsers",
] as const;

type Reads =
  | SetReads
  | "identitystore:ListGroups"
  | "identitystore:ListGroupMemberships"
  | "identitystore:ListUsers";

/** Undefined: there is none. What can't be read to its end leaves all of it unread. */
export async function readIdentityCenter(
  aws: Caller<Reads>,
  onProgress: (text: string) => void = () => {},
): Promise<LiveIdentityCenter | { readonly unread: string } | undefined> {
  try {
    return await readAll(aws, onProgress);
  } catch (error) {
    if (error instanceof AwsError) return { unread: error.message };
    throw error;
  }
}

async function readAll(
  aws: Caller<Reads>,
  onProgress: (text: string) => void,
): Promise<LiveIdentityCenter | undefined> {
  const center = await instanceOf(aws);
  if (center === undefined) return undefined;
  const { instance, identityStore } = center;
  const permissionSets: LiveIdentityCenter["permissionSets"][number][] = [];
  const assignments: LiveIdentityCenter["assignments"][number][] = [];
  for (const arn of await list(aws, center)) {
    const set = await describe(arn, aws, center);
    if (set === null) continue;
    permissionSets.push(set);
    const assigned = await assignedOf(arn, aws, center);
    assignments.push(...assigned.map((one) => ({ ...one, permissionSet: arn })));
    onProgress(`${permissionSets.length} permission sets read`);
  }
  const users = await usersOf(identityStore, aws);
  const having = new Set(
    assignments.filter(({ type }) => type === "GROUP").map(({ principal }) => principal),
  );
  const groups: LiveIdentityCenter["groups"][number][] = [];
  for (const group of await groupsOf(identityStore, aws)) {
    if (!having.has(group.id)) continue;
    const members = group.external ? [] : await membersOf(group.id, identityStore, aws);
    groups.push({ ...group, members });
    onProgress(`${groups.length} groups read`);
  }
  return { instance, identityStore, permissionSets, assignments, groups, users };
}

type Named = Pick<IdentityCenter, "identityStore" | "instance">;

async function instanceOf(aws: Caller<"sso:ListInstances">): Promise<Named | undefined> {
  for await (const { Instances = [] } of aws.pages("sso:ListInstances", {})) {
    for (const { InstanceArn: instance, IdentityStoreId: identityStore } of Instances) {
      if (instance !== undefined && identityStore !== undefined) return { instance, identityStore };
    }
  }
  return undefined;
}

async function usersOf(
  IdentityStoreId: string,
  aws: Caller<"identitystore:ListUsers">,
): Promise<ReadonlyMap<string, string>> {
  const users = new Map<string, string>();
  for await (const { Users = [] } of aws.pages("identitystore:ListUsers", { IdentityStoreId })) {
    for (const { UserId, UserName = "" } of Users)
      if (UserId) users.set(UserId, UserName || UserId);
  }
  return users;
}

async function groupsOf(IdentityStoreId: string, aws: Caller<"identitystore:ListGroups">) {
  const groups: { readonly id: string; readonly name: string; readonly external: boolean }[] = [];
  for await (const { Groups = [] } of aws.pages("identitystore:ListGroups", { IdentityStoreId })) {
    for (const { GroupId: id, DisplayName, ExternalIds = [] } of Groups) {
      if (id) groups.push({ id, name: DisplayName || id, external: ExternalIds.length > 0 });
    }
  }
  return groups;
}

async function membersOf(
  GroupId: string,
  IdentityStoreId: string,
  aws: Caller<"identitystore:ListGroupMemberships">,
): Promise<readonly string[]> {
  const members: string[] = [];
  const pages = aws.pages("identitystore:ListGroupMemberships", { IdentityStoreId, GroupId });
  for await (const { GroupMemberships = [] } of pages) {
    members.push(...GroupMemberships.flatMap(({ MemberId }) => MemberId?.UserId ?? []));
  }
  return members.toSorted();
}
