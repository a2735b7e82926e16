/** An organization as it was read, complete: what a baseline is made from. */
import type { ControlPolicyType } from "@holdfast/policy";
import type {
  CustomerManagedPolicy,
  PermissionsBoundary,
  PrincipalType,
} from "../baseline/identity-center/model.ts";

export interface LiveAccount {
  readonly id: string;
  readonly name: string;
  /** `r-…` or `ou-…` */
  readonly parent: string;
  /** AWS's word, e.g. `ACTIVE` or `SUSPENDED`. */
  readonly state: string;
}

export interface LiveUnit {
  readonly id: string;
  readonly name: string;
  /** `r-…` or `ou-…` */
  readonly parent: string;
}

export interface LivePolicy {
  readonly id: string;
  readonly name: string;
  readonly type: ControlPolicyType;
  readonly description: string;
  /** As it is stored; empty for AWS's own, whose text nobody needs. */
  readonly content: string;
  readonly awsManaged: boolean;
  /** Ids of the root, units and accounts that it is attached to. */
  readonly targets: readonly string[];
}

export interface LiveTrust {
  /** Service principals. */
  readonly trustedServices: readonly string[];
  readonly delegatedAdministrators: readonly {
    readonly account: string;
    readonly services: readonly string[];
  }[];
  /** As it is stored; undefined: there is none. */
  readonly delegationPolicy?: string;
}

export interface LiveOrganization {
  /** `o-…` */
  readonly id: string;
  /** Account id of the management account. */
  readonly management: string;
  /** `r-…` */
  readonly root: string;
  /** Those of control policies that are enabled. */
  readonly policyTypes: readonly ControlPolicyType[];
  readonly accounts: readonly LiveAccount[];
  /** Without the root. */
  readonly units: readonly LiveUnit[];
  readonly policies: readonly LivePolicy[];
  /** Whom it trusts, or why that could not be read. */
  readonly trust: LiveTrust | { readonly unread: string };
  /** Its Identity Center, or why that could not be read; undefined: there is none. */
  readonly identityCenter?: LiveIdentityCenter | { readonly unread: string };
}

export interface LivePermissionSet {
  /** `arn:aws:sso:::permissionSet/…` */
  readonly arn: string;
  readonly name: string;
  readonly description: string;
  readonly sessionDuration: string;
  readonly relayState: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** As it is stored; null: none. */
  readonly inlinePolicy: string | null;
  /** ARNs. */
  readonly managedPolicies: readonly string[];
  readonly customerManagedPolicies: readonly CustomerManagedPolicy[];
  readonly boundary: PermissionsBoundary | null;
}

export interface LiveAssignment {
  readonly account: string;
  /** ARN. */
  readonly permissionSet: string;
  readonly type: PrincipalType;
  readonly principal: string;
}

export interface LiveIdentityCenter {
  /** `arn:aws:sso:::instance/…` */
  readonly instance: string;
  readonly identityStore: string;
  readonly permissionSets: readonly LivePermissionSet[];
  readonly assignments: readonly LiveAssignment[];
  /** Those that something is assigned to. */
  readonly groups: readonly {
    readonly id: string;
    readonly name: string;
    /** Whether an external provider looks after it. */
    readonly external: boolean;
    /** User ids. */
    readonly members: readonly string[];
  }[];
  /** Names of users by id: all that there are. */
  readonly users: ReadonlyMap<string, string>;
}
