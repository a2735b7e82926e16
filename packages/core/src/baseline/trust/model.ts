/** Roles that trust principals beyond their account, with every name resolved. */
import type { ConditionBlock } from "@holdfast/policy";

export type TrustedKind = "account" | "federated" | "role" | "user";

export interface TrustedPrincipal {
  readonly kind: TrustedKind;
  /** As the baseline writes it, e.g. `role:devops/CiCd`. */
  readonly name: string;
  /** ARN, as a trust policy names it; of an account that of its root. */
  readonly arn: string;
  /**
   * Unique id (`AROA…`, `AIDA…`) of a role or user of the organization's accounts. A trust policy is
   * bound to it and not to the name: whoever is made again under the name has another one.
   */
  readonly id?: string;
}

/** One role's whole trust policy: whoever else is in it is undeclared. */
export interface DeclaredTrust {
  /** Twelve digits. */
  readonly account: string;
  /** Name without path: within an account there is one of each (IAM User Guide). */
  readonly role: string;
  /** The role's own unique id. */
  readonly id: string;
  /** In the order of their ARNs; at least one. */
  readonly principals: readonly TrustedPrincipal[];
  /** What `sts:ExternalId` has to equal. Undefined: none is asked for. */
  readonly externalId?: string;
  /** What else must hold of the caller. */
  readonly conditions?: ConditionBlock;
}
