/** The types of organization policies: which there are, and what people call them. */
import {
  ATTACHMENT_QUOTAS,
  type AttachmentQuota,
  type ControlPolicyType,
  MANAGEMENT_QUOTAS,
  type ManagementPolicyType,
} from "@holdfast/policy";

/** Attached, detached, enabled and stored by the same calls. */
export type PolicyType = ControlPolicyType | ManagementPolicyType;

/** The types that bound permissions. They are guarded always, the others where a policy is declared. */
export const CONTROL_POLICY_TYPES = [
  "SERVICE_CONTROL_POLICY",
  "RESOURCE_CONTROL_POLICY",
] as const satisfies readonly ControlPolicyType[];

const NAMES: Readonly<Record<PolicyType, string>> = {
  SERVICE_CONTROL_POLICY: "service control",
  RESOURCE_CONTROL_POLICY: "resource control",
  AISERVICES_OPT_OUT_POLICY: "AI services opt-out",
  BACKUP_POLICY: "backup",
  BEDROCK_POLICY: "Bedrock",
  CHATBOT_POLICY: "chat applications",
  DECLARATIVE_POLICY_EC2: "declarative EC2",
  GUARDDUTY_POLICY: "GuardDuty",
  INSPECTOR_POLICY: "Inspector",
  NETWORK_SECURITY_DIRECTOR_POLICY: "network security director",
  S3_POLICY: "S3",
  SECURITYHUB_CSPM_POLICY: "Security Hub CSPM",
  SECURITYHUB_POLICY: "Security Hub",
  TAG_POLICY: "tag",
  UPGRADE_ROLLOUT_POLICY: "upgrade rollout",
};

/** All types that AWS Organizations has, as of November 2026; control policies first. */
export const POLICY_TYPES: readonly PolicyType[] = Object.keys(NAMES).filter(isPolicyType);

export function isControlPolicyType(type: PolicyType): type is ControlPolicyType {
  return CONTROL_POLICY_TYPES.some((one) => one === type);
}

export function isPolicyType(value: string): value is PolicyType {
  return Object.hasOwn(NAMES, value);
}

/** What goes before "policy" in a sentence, e.g. `tag`. */
export function policyTypeName(type: PolicyType): string {
  return NAMES[type];
}

/** How many policies of the type one root, unit or account carries, AWS's own included. */
export function attachmentQuota(type: PolicyType): AttachmentQuota {
  if (isControlPolicyType(type)) return ATTACHMENT_QUOTAS[type];
  return { max: MANAGEMENT_QUOTAS[type].attached, min: 0 };
}
