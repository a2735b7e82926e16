/**
 * Identity Center as the baseline declares it: who may be what, where. Compiled: every name has its
 * pinned id, and every document is read.
 */
import type { PolicyDocument } from "@holdfast/policy";

/** A customer managed policy that each account has its own of, found there by path and name. */
export type CustomerManagedPolicy = {
  readonly name: string;
  /** Begins and ends with `/`. */
  readonly path: string;
};

/** The most that a permission set's roles may do. */
export type PermissionsBoundary =
  | { readonly kind: "aws"; readonly arn: string }
  | ({ readonly kind: "customer" } & CustomerManagedPolicy);

/** What a managed policy says, where the baseline brings its document. */
export type ManagedPolicyDocument = PermissionsBoundary & { readonly document: PolicyDocument };

export interface PermissionSet {
  /** Its name in AWS too, where it can't be changed (SSO API: UpdatePermissionSet). */
  readonly name: string;
  /** Pinned in the lock file; the ledger has a newer one where Holdfast has made it again. */
  readonly arn: string;
  readonly description: string;
  /** ISO 8601, e.g. `PT1H`; see `secondsOf`. */
  readonly sessionDuration: string;
  /** Where a federated session begins; undefined: at the console's home. */
  readonly relayState?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly inlinePolicy?: PolicyDocument;
  /** ARNs of AWS managed policies, sorted. */
  readonly managedPolicies: readonly string[];
  /** Sorted by path and name. */
  readonly customerManagedPolicies: readonly CustomerManagedPolicy[];
  readonly boundary?: PermissionsBoundary;
  /** Holdfast was about to make it again and nobody came back to say how that went; see the ledger. */
  readonly intended?: true;
}

export type PrincipalType = "GROUP" | "USER";

/** A group or user of the identity store. Holdfast never makes one: the id is what counts. */
export interface IdentityPrincipal {
  readonly type: PrincipalType;
  /** The group's display name or the user's user name, for people. */
  readonly name: string;
  /** Pinned in the lock file. */
  readonly id: string;
}

/** Where an assignment holds; what it covers includes accounts that come later. */
export interface AssignmentScope {
  /** Account ids, sorted. The management account is covered only by being here. */
  readonly accounts: readonly string[];
  /** Paths of units, sorted: the member accounts in them and below. */
  readonly units: readonly string[];
  /** Every member account of the organization. */
  readonly all: boolean;
}

export interface Assignment extends AssignmentScope {
  readonly principal: IdentityPrincipal;
  /** Name of a declared permission set. */
  readonly permissionSet: string;
}

/** A group whose members are declared. */
export interface GuardedGroup {
  readonly name: string;
  readonly id: string;
  /** Users, sorted by id. */
  readonly members: readonly { readonly name: string; readonly id: string }[];
}

/**
 * Access that a just-in-time tool gives for a time: tolerated until `maximumDuration` after it was first
 * seen. Names may contain `*`.
 */
export type JustInTime =
  | {
      readonly kind: "assignment";
      /** Pattern of the permission set's name. */
      readonly permissionSet: string;
      /** Pattern of the principal's name; undefined: anybody. */
      readonly principal?: string;
      readonly principalType: PrincipalType;
      readonly scope: AssignmentScope;
      /** Milliseconds. */
      readonly maximumDuration: number;
      readonly reason: string;
    }
  | {
      readonly kind: "membership";
      /** Pattern of the group's name. */
      readonly group: string;
      /** Pattern of the user's name; undefined: anybody. */
      readonly principal?: string;
      /** Milliseconds. */
      readonly maximumDuration: number;
      readonly reason: string;
    };

export interface IdentityCenter {
  /** `arn:aws:sso:::instance/ssoins-…`, pinned. */
  readonly instance: string;
  /** `d-…`, pinned. */
  readonly identityStore: string;
  /** Complete: what is not here is undeclared. Sorted by name. */
  readonly permissionSets: readonly PermissionSet[];
  /** What is done about a permission set that nobody declared. */
  readonly undeclaredPermissionSets: "alert" | "remove";
  /** Complete, for every account. */
  readonly assignments: readonly Assignment[];
  /** Groups whose membership is guarded. Sorted by name. */
  readonly groups: readonly GuardedGroup[];
  readonly justInTime: readonly JustInTime[];
  /**
   * Documents of managed policies: instead of what is known of AWS's, and for customer managed ones, which
   * are taken to be alike in every account. Undefined: none are brought.
   */
  readonly policyDocuments?: readonly ManagedPolicyDocument[];
}
