/** What AWS allows of each type of policy (Organizations User Guide, "Quotas and service limits"). */
import type { PolicyType } from "@aws-sdk/client-organizations";
import {
  ATTACHMENT_QUOTAS,
  MANAGEMENT_QUOTAS,
  type ManagementPolicyType,
  POLICIES_PER_ORGANIZATION,
  SIZE_QUOTAS,
} from "@holdfast/policy";

export interface PolicyKind {
  /** Characters of a document; every one counts, also whitespace. */
  readonly characters: number;
  /** Policies on one root, unit or account; inherited ones don't count. */
  readonly most: number;
  /** How many of them must stay. */
  readonly least: number;
  /** Policies in the organization. */
  readonly number: number;
  /** The policy that AWS attaches everywhere when the type is enabled. */
  readonly fullAccess?: string;
}

// The SDK knows every type: one that it learns and the quotas lack does not compile.
export const POLICY_KINDS: Readonly<Record<PolicyType, PolicyKind>> = {
  SERVICE_CONTROL_POLICY: control("SERVICE_CONTROL_POLICY", "p-FullAWSAccess"),
  RESOURCE_CONTROL_POLICY: control("RESOURCE_CONTROL_POLICY", "p-RCPFullAWSAccess"),
  AISERVICES_OPT_OUT_POLICY: management("AISERVICES_OPT_OUT_POLICY"),
  BACKUP_POLICY: management("BACKUP_POLICY"),
  BEDROCK_POLICY: management("BEDROCK_POLICY"),
  CHATBOT_POLICY: management("CHATBOT_POLICY"),
  DECLARATIVE_POLICY_EC2: management("DECLARATIVE_POLICY_EC2"),
  GUARDDUTY_POLICY: management("GUARDDUTY_POLICY"),
  INSPECTOR_POLICY: management("INSPECTOR_POLICY"),
  NETWORK_SECURITY_DIRECTOR_POLICY: management("NETWORK_SECURITY_DIRECTOR_POLICY"),
  S3_POLICY: management("S3_POLICY"),
  SECURITYHUB_CSPM_POLICY: management("SECURITYHUB_CSPM_POLICY"),
  SECURITYHUB_POLICY: management("SECURITYHUB_POLICY"),
  TAG_POLICY: management("TAG_POLICY"),
  UPGRADE_ROLLOUT_POLICY: management("UPGRADE_ROLLOUT_POLICY"),
};

/** The types whose documents are in IAM's language. */
type ControlPolicyType = keyof typeof ATTACHMENT_QUOTAS;

function control(type: ControlPolicyType, fullAccess: string): PolicyKind {
  const { characters } = SIZE_QUOTAS[type];
  const { max: most, min: least } = ATTACHMENT_QUOTAS[type];
  return { characters, most, least, number: POLICIES_PER_ORGANIZATION[type], fullAccess };
}

function management(type: ManagementPolicyType): PolicyKind {
  const { characters, attached, number } = MANAGEMENT_QUOTAS[type];
  return { characters, most: attached, least: 0, number };
}

export function isControlPolicy(type: PolicyType): type is ControlPolicyType {
  return Object.hasOwn(ATTACHMENT_QUOTAS, type);
}

export function isPolicyType(value: string): value is PolicyType {
  return Object.hasOwn(POLICY_KINDS, value);
}

/** Ids of the policies that a new root, unit or account starts with. */
export function firstPolicies(enabled: Iterable<PolicyType>): readonly string[] {
  return [...enabled].flatMap((type) => POLICY_KINDS[type].fullAccess ?? []);
}
