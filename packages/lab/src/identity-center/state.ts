/** Identity Center as an immutable value: part of the organization's state. */
import type { Tags } from "../organizations/state.ts";

export interface User {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  /** Set where an external provider looks after it (SCIM). */
  readonly externalIds: readonly ExternalId[];
}

export interface Group {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly externalIds: readonly ExternalId[];
}

export interface ExternalId {
  readonly issuer: string;
  readonly id: string;
}

export interface Membership {
  readonly id: string;
  readonly group: string;
  readonly user: string;
}

export interface CustomerManagedPolicyReference {
  readonly name: string;
  readonly path: string;
}

/** What a permission set gives: what its roles are made of when it is provisioned. */
export interface PermissionSetContent {
  /** ISO 8601. */
  readonly sessionDuration: string;
  readonly relayState: string | undefined;
  /** As it was sent; undefined: none. */
  readonly inlinePolicy: string | undefined;
  /** ARN -> name, in the order they were attached. */
  readonly managedPolicies: ReadonlyMap<string, string>;
  readonly customerManagedPolicies: readonly CustomerManagedPolicyReference[];
  readonly boundary:
    | { readonly managedPolicyArn: string }
    | { readonly customerManagedPolicyReference: CustomerManagedPolicyReference }
    | undefined;
}

export interface PermissionSet extends PermissionSetContent {
  readonly arn: string;
  readonly name: string;
  readonly description: string;
  readonly tags: Tags;
  /** Epoch milliseconds, as all times here. */
  readonly created: number;
  /** One more with every edit that provisioning has to carry to the accounts. */
  readonly version: number;
}

export interface Assignment {
  readonly account: string;
  /** ARN. */
  readonly permissionSet: string;
  readonly principalType: "USER" | "GROUP";
  readonly principal: string;
}

/** A permission set in an account, as it was last pushed there. */
export interface Provisioned {
  readonly account: string;
  /** ARN. */
  readonly permissionSet: string;
  /** Name of the role that AWS made there: `AWSReservedSSO_<set>_<16 hex digits>`. */
  readonly role: string;
  readonly version: number;
  readonly content: PermissionSetContent;
}

/** An asynchronous request, as Describe… and List…Status show it. */
export interface AsyncRequest {
  readonly id: string;
  readonly kind: "create-assignment" | "delete-assignment" | "provision";
  readonly status: "IN_PROGRESS" | "FAILED" | "SUCCEEDED";
  readonly failureReason: string | undefined;
  readonly created: number;
  /** ARN. */
  readonly permissionSet: string;
  /** Account; undefined: all provisioned accounts. */
  readonly account: string | undefined;
  readonly principalType: "USER" | "GROUP" | undefined;
  readonly principal: string | undefined;
}

export interface IdentityCenterState {
  /** ARN. */
  readonly instance: string;
  readonly identityStore: string;
  readonly users: ReadonlyMap<string, User>;
  readonly groups: ReadonlyMap<string, Group>;
  /** By id. */
  readonly memberships: ReadonlyMap<string, Membership>;
  /** By ARN. */
  readonly permissionSets: ReadonlyMap<string, PermissionSet>;
  /** By `assignmentKey`. */
  readonly assignments: ReadonlyMap<string, Assignment>;
  /** By `provisionedKey`. */
  readonly provisioned: ReadonlyMap<string, Provisioned>;
  /** By id. */
  readonly requests: ReadonlyMap<string, AsyncRequest>;
}

export function assignmentKey(one: Assignment): string {
  return [one.account, one.permissionSet, one.principalType, one.principal].join(" ");
}

export function provisionedKey(one: Pick<Provisioned, "account" | "permissionSet">): string {
  return `${one.account} ${one.permissionSet}`;
}
