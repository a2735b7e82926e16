/** The policies that a request is decided by. */
import type { PolicyDocument } from "../document.ts";

export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** The control policies attached to the root, to one unit or to the account. */
export interface Level {
  readonly name: string;
  readonly policies: readonly NamedPolicy[];
}

export interface PolicySet {
  /**
   * SCPs on the way to the principal's account: root first, the account last. Left out: the
   * organization doesn't use SCPs. A level without an Allow, or no level at all, allows nothing.
   */
  readonly serviceControl?: readonly Level[];
  /** The principal belongs to the management account, which SCPs never affect. */
  readonly managementAccount?: boolean;
  /** RCPs on the way to the resource's account. Left out: the organization doesn't use RCPs. */
  readonly resourceControl?: readonly Level[];
  /** The resource belongs to the management account, which RCPs never affect. */
  readonly managementResource?: boolean;
  /** For an account's root user, who needs no policy: one that allows everything. */
  readonly identity: readonly NamedPolicy[];
  /** Policies passed with AssumeRole. Left out: none were; an empty list allows nothing. */
  readonly session?: readonly NamedPolicy[];
  /** The permissions boundary. Left out: there is none; an empty list allows nothing. */
  readonly boundary?: readonly NamedPolicy[];
  /** The resource's own policy: of a bucket, a queue. Left out: there is none. */
  readonly resource?: NamedPolicy;
  /** The trust policy of the role that is to be assumed; it must allow, also in its own account. */
  readonly trust?: NamedPolicy;
  /** The policy of the KMS key; like a trust policy, it must allow. */
  readonly key?: NamedPolicy;
}
