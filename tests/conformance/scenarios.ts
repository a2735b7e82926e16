/** What the conformance suite has to know of a guardrail: how what it guards can drift. */
import type * as fc from "fast-check";
import { accountAssignment } from "./account-assignment.ts";
import { crossAccountRole } from "./cross-account-role.ts";
import type { Ground } from "./ground.ts";
import { groupMembership } from "./group-membership.ts";
import { iamUser } from "./iam-user.ts";
import { organizationStructure } from "./organization-structure.ts";
import { organizationTrust } from "./organization-trust.ts";
import { permissionSet } from "./permission-set.ts";
import { policyType } from "./policy-type.ts";
import { scpAttachment } from "./scp-attachment.ts";
import { scpContent } from "./scp-content.ts";
import { securityServices } from "./security-services.ts";

/** Something that an attacker does; refusals are the attacker's own business. */
export interface Attack {
  readonly title: string;
  perform(ground: Ground): Promise<void>;
}

export interface Scenarios {
  /**
   * Each makes drift on an organization that agrees with the baseline. Together with those that are told
   * they need every read and every write that the guardrail declares.
   */
  readonly drifts: readonly Attack[];
  /** Each makes drift that can't be undone, or not wholly: the rest is told, and nothing written. */
  readonly told?: readonly Attack[];
  /** Anything an attacker may do, in any order and as often as they like. */
  readonly attacks: fc.Arbitrary<Attack>;
}

/** By guardrail id; the suite fails for one that is not here. */
export const scenarios: Readonly<Record<string, Scenarios>> = {
  "account-assignment": accountAssignment,
  "cross-account-role": crossAccountRole,
  "group-membership": groupMembership,
  "iam-user": iamUser,
  "organization-structure": organizationStructure,
  "organization-trust": organizationTrust,
  "permission-set": permissionSet,
  "policy-type": policyType,
  "scp-attachment": scpAttachment,
  "scp-content": scpContent,
  "security-services": securityServices,
};
