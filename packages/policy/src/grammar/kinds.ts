/** The kinds of policies, and what AWS asks of each beyond the grammar that all of them share. */
import type { PolicyStatement } from "../document.ts";
import type { PolicyStore } from "./quotas.ts";

/** What a document is attached to, which decides what it may say. */
export type PolicyKind =
  | "SERVICE_CONTROL_POLICY"
  | "RESOURCE_CONTROL_POLICY"
  /** Managed, inline and session policies, permissions boundaries, permission sets. */
  | "IDENTITY"
  /** The trust policy of a role. */
  | "TRUST"
  /** Policies of buckets, keys, queues, VPC endpoints and the like. */
  | "RESOURCE";

export interface KindRules {
  /** With its article, for messages. */
  readonly name: string;
  /** Where documents of this kind are stored, if that is always the same place. */
  readonly store?: PolicyStore;
  /** Version must be there, and be 2012-10-17. */
  readonly newVersionOnly: boolean;
  readonly id: boolean;
  readonly allow: boolean;
  readonly unsupported: readonly (keyof PolicyStatement)[];
  /** Of each group at least one element must be there. */
  readonly needed: readonly (readonly (keyof PolicyStatement)[])[];
  /** Sids are letters and digits, as IAM and AWS Organizations ask for; S3 and KMS take blanks too. */
  readonly plainSids: boolean;
  /** Only documented for IAM. AWS Organizations is silent about it, other services accept repeats. */
  readonly uniqueSids: boolean;
  /** IAM stores Latin-1 only; AWS Organizations documents no such limit. */
  readonly latin1: boolean;
}

const RESOURCES = ["Resource", "NotResource"] as const;
const PRINCIPALS = ["Principal", "NotPrincipal"] as const;

/**
 * Where AWS contradicts itself the more generous page counts, as the API has the last word anyway:
 * the SCP syntax page has Condition, NotAction and NotResource go with Allow since September 2025,
 * yet still says that Resource can only be "*" there. An Allow for single resources is accepted here.
 */
export const KINDS: Readonly<Record<PolicyKind, KindRules>> = {
  // AWS Organizations User Guide, "SCP syntax".
  SERVICE_CONTROL_POLICY: {
    name: "a service control policy",
    store: "SERVICE_CONTROL_POLICY",
    newVersionOnly: true,
    id: true,
    allow: true,
    unsupported: PRINCIPALS,
    needed: [RESOURCES],
    plainSids: true,
    uniqueSids: false,
    latin1: false,
  },
  // AWS Organizations User Guide, "RCP syntax".
  RESOURCE_CONTROL_POLICY: {
    name: "a resource control policy",
    store: "RESOURCE_CONTROL_POLICY",
    newVersionOnly: true,
    id: true,
    allow: false,
    unsupported: ["NotPrincipal", "NotAction"],
    needed: [["Principal"], RESOURCES],
    plainSids: true,
    uniqueSids: false,
    latin1: false,
  },
  // IAM User Guide, "Grammar of the IAM JSON policy language".
  IDENTITY: {
    name: "an identity policy",
    newVersionOnly: false, // Inline policies may still be of the old version.
    id: false,
    allow: true,
    unsupported: PRINCIPALS,
    needed: [RESOURCES],
    plainSids: true,
    uniqueSids: true,
    latin1: true,
  },
  // IAM User Guide, "IAM policy validation check reference", role trust policies.
  TRUST: {
    name: "a trust policy",
    store: "ROLE_TRUST_POLICY",
    newVersionOnly: false,
    id: true,
    allow: true,
    unsupported: ["NotPrincipal", "Resource", "NotResource"],
    needed: [["Principal"]],
    plainSids: true,
    uniqueSids: true,
    latin1: true,
  },
  RESOURCE: {
    name: "a resource policy",
    newVersionOnly: false,
    id: true,
    allow: true,
    unsupported: [],
    needed: [PRINCIPALS, RESOURCES],
    plainSids: false,
    uniqueSids: false,
    latin1: false,
  },
};
