/** What AWS allows of each type of policy (Organizations User Guide, "Quotas and service limits"). */
import type { PolicyType } from "@aws-sdk/client-organizations";
import { ATTACHMENT_QUOTAS, POLICIES_PER_ORGANIZATION, SIZE_QUOTAS } from "@holdfast/policy";

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

const DOCUMENTED = { characters: 10_000, most: 10, least: 0, number: 1_000 };

export const POLICY_KINDS: Readonly<Record<PolicyType, PolicyKind>> = {
  SERVICE_CONTROL_POLICY: control("SERVICE_CONTROL_POLICY", "p-FullAWSAccess"),
  RESOURCE_CONTROL_POLICY: control("RESOURCE_CONTROL_POLICY", "p-RCPFullAWSAccess"),
  AISERVICES_OPT_OUT_POLICY: { ...DOCUMENTED, characters: 2_500, most: 5 },
  BACKUP_POLICY: DOCUMENTED,
  CHATBOT_POLICY: { ...DOCUMENTED, most: 5 },
  DECLARATIVE_POLICY_EC2: DOCUMENTED,
  SECURITYHUB_POLICY: DOCUMENTED,
  TAG_POLICY: DOCUMENTED,
  // The page has no figures of their own for these; they are taken to be like the others.
  BEDROCK_POLICY: DOCUMENTED,
  GUARDDUTY_POLICY: DOCUMENTED,
  INSPECTOR_POLICY: DOCUMENTED,
  NETWORK_SECURITY_DIRECTOR_POLICY: DOCUMENTED,
  S3_POLICY: DOCUMENTED,
  SECURITYHUB_CSPM_POLICY: DOCUMENTED,
  UPGRADE_ROLLOUT_POLICY: DOCUMENTED,
};

/** The types whose documents are in IAM's language. */
type ControlPolicyType = keyof typeof ATTACHMENT_QUOTAS;

function control(type: ControlPolicyType, fullAccess: string): PolicyKind {
  const { characters } = SIZE_QUOTAS[type];
  const { max: most, min: least } = ATTACHMENT_QUOTAS[type];
  return { characters, most, least, number: POLICIES_PER_ORGANIZATION[type], fullAccess };
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
