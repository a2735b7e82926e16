/**
 * Identity Center as plain data, to be compared: by names, as a permission set that is made again has
 * another ARN and means the same.
 */
import type { IdentityCenterState, PermissionSet, PermissionSetContent } from "./state.ts";

export interface PermissionSetSnapshot {
  readonly description: string;
  readonly content: ContentSnapshot;
  readonly tags: Readonly<Record<string, string>>;
}

/** Lists are sorted. */
export interface ContentSnapshot {
  readonly sessionDuration: string;
  readonly relayState: string | null;
  readonly inlinePolicy: string | null;
  readonly managedPolicies: readonly string[];
  /** Path and name. */
  readonly customerManagedPolicies: readonly string[];
  /** An ARN, or path and name of a customer managed policy. */
  readonly boundary: string | null;
}

export interface IdentityCenterSnapshot {
  /** By name. */
  readonly permissionSets: Readonly<Record<string, PermissionSetSnapshot>>;
  /** By name; another once a set has been made again. */
  readonly permissionSetArns: Readonly<Record<string, string>>;
  /** Account id -> sorted `<permission set> <USER|GROUP> <principal id>`. */
  readonly assignments: Readonly<Record<string, readonly string[]>>;
  /** Account id -> permission set -> what its role there gives now. */
  readonly provisioned: Readonly<Record<string, Readonly<Record<string, ContentSnapshot>>>>;
  /** Group id -> display name. */
  readonly groups: Readonly<Record<string, string>>;
  /** User id -> user name. */
  readonly users: Readonly<Record<string, string>>;
  /** Group id -> sorted ids of its members; groups without members are left out. */
  readonly members: Readonly<Record<string, readonly string[]>>;
}

export function identityCenterSnapshot(state: IdentityCenterState): IdentityCenterSnapshot {
  const nameOf = (arn: string) => state.permissionSets.get(arn)?.name ?? arn;
  const assignments = Map.groupBy(state.assignments.values(), ({ account }) => account);
  const provisioned = Map.groupBy(state.provisioned.values(), ({ account }) => account);
  const members = Map.groupBy(state.memberships.values(), ({ group }) => group);
  return {
    permissionSets: Object.fromEntries(
      [...state.permissionSets.values()].map((set) => [set.name, setSnapshot(set)]),
    ),
    permissionSetArns: Object.fromEntries(
      [...state.permissionSets.values()].map(({ name, arn }) => [name, arn]),
    ),
    assignments: record(assignments, (all) =>
      all
        .map((one) => `${nameOf(one.permissionSet)} ${one.principalType} ${one.principal}`)
        .toSorted(),
    ),
    provisioned: record(provisioned, (all) =>
      Object.fromEntries(
        all.map(({ permissionSet, content }) => [nameOf(permissionSet), contentSnapshot(content)]),
      ),
    ),
    groups: record(state.groups, ({ displayName }) => displayName),
    users: record(state.users, ({ userName }) => userName),
    members: record(members, (all) => all.map(({ user }) => user).toSorted()),
  };
}

function setSnapshot(set: PermissionSet): PermissionSetSnapshot {
  const { description, tags } = set;
  return { description, content: contentSnapshot(set), tags: Object.fromEntries(tags) };
}

function contentSnapshot(content: PermissionSetContent): ContentSnapshot {
  const { boundary } = content;
  const path = ({ path, name }: { readonly path: string; readonly name: string }) => path + name;
  return {
    sessionDuration: content.sessionDuration,
    relayState: content.relayState ?? null,
    inlinePolicy: content.inlinePolicy ?? null,
    managedPolicies: [...content.managedPolicies.keys()].toSorted(),
    customerManagedPolicies: content.customerManagedPolicies.map(path).toSorted(),
    boundary:
      boundary === undefined
        ? null
        : "managedPolicyArn" in boundary
          ? boundary.managedPolicyArn
          : path(boundary.customerManagedPolicyReference),
  };
}

function record<T, U>(map: ReadonlyMap<string, T>, shape: (value: T) => U): Record<string, U> {
  return Object.fromEntries([...map].map(([id, value]) => [id, shape(value)]));
}
