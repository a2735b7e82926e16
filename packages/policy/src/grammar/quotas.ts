/** How large policies may be and how many there may be, as of November 2026. */
import type { ControlPolicyType } from "../effect.ts";

/** Where a document is stored: the place decides how much of it is taken. */
export type PolicyStore =
  | ControlPolicyType
  /** The organization's one resource policy. */
  | "DELEGATION_POLICY"
  | "MANAGED_POLICY"
  | "USER_INLINE_POLICY"
  | "GROUP_INLINE_POLICY"
  | "ROLE_INLINE_POLICY"
  | "ROLE_TRUST_POLICY"
  /** Passed with AssumeRole, GetFederationToken and the like. */
  | "SESSION_POLICY"
  | "PERMISSION_SET_INLINE_POLICY";

export interface SizeQuota {
  readonly characters: number;
  /** What AWS raises the quota to on request. Left out: it is the same for everybody. */
  readonly raisableTo?: number;
  /** AWS Organizations and STS count what they are sent; IAM doesn't count blanks, tabs and line ends. */
  readonly whiteSpace: "counted" | "ignored";
  /** The quota is for all inline policies of one user, group or role together. */
  readonly shared?: true;
}

export const SIZE_QUOTAS: Readonly<Record<PolicyStore, SizeQuota>> = {
  // AWS Organizations User Guide, "Quotas": 5,120 until 15 May 2026.
  SERVICE_CONTROL_POLICY: { characters: 10_240, whiteSpace: "counted" },
  RESOURCE_CONTROL_POLICY: { characters: 5_120, whiteSpace: "counted" },
  DELEGATION_POLICY: { characters: 40_000, whiteSpace: "counted" },
  // IAM User Guide, "IAM and AWS STS quotas", and GetAccountSummary: "in non-whitespace characters".
  MANAGED_POLICY: { characters: 6_144, whiteSpace: "ignored" },
  USER_INLINE_POLICY: { characters: 2_048, whiteSpace: "ignored", shared: true },
  GROUP_INLINE_POLICY: { characters: 5_120, whiteSpace: "ignored", shared: true },
  ROLE_INLINE_POLICY: { characters: 10_240, whiteSpace: "ignored", shared: true },
  ROLE_TRUST_POLICY: { characters: 2_048, raisableTo: 8_192, whiteSpace: "ignored" },
  // STS API Reference, AssumeRole: "the plaintext"; its packed form has a limit of its own.
  SESSION_POLICY: { characters: 2_048, whiteSpace: "counted" },
  // IAM Identity Center API Reference, PutInlinePolicyToPermissionSet: the parameter's length.
  PERMISSION_SET_INLINE_POLICY: { characters: 32_768, whiteSpace: "counted" },
};

export interface AttachmentQuota {
  /** Policies that one root, unit or account can carry; inherited ones don't count. */
  readonly max: number;
  /** The last one can't be detached. */
  readonly min: number;
}

/** AWS Organizations User Guide, "Quotas". Of the RCPs one is always RCPFullAWSAccess. */
export const ATTACHMENT_QUOTAS: Readonly<Record<ControlPolicyType, AttachmentQuota>> = {
  SERVICE_CONTROL_POLICY: { max: 10, min: 1 },
  RESOURCE_CONTROL_POLICY: { max: 5, min: 1 },
};

/** AWS Organizations User Guide, "Quotas". */
export const POLICIES_PER_ORGANIZATION: Readonly<Record<ControlPolicyType, number>> = {
  SERVICE_CONTROL_POLICY: 10_000,
  RESOURCE_CONTROL_POLICY: 2_000,
};

interface ManagementQuota {
  /** Characters of a document, which are counted as they are sent. */
  readonly characters: number;
  /** Policies of the type that one root, unit or account can carry; inherited ones don't count, and none has to stay. */
  readonly attached: number;
  /** Policies of the type in the organization. */
  readonly number: number;
}

const USUAL: ManagementQuota = { characters: 10_000, attached: 10, number: 1_000 };

/**
 * The policy types that configure services instead of bounding permissions: management and declarative
 * policies. AWS Organizations User Guide, "Quotas", and the table of policy types.
 */
export const MANAGEMENT_QUOTAS = {
  AISERVICES_OPT_OUT_POLICY: { ...USUAL, characters: 2_500, attached: 5 },
  BACKUP_POLICY: USUAL,
  CHATBOT_POLICY: { ...USUAL, attached: 5 },
  DECLARATIVE_POLICY_EC2: USUAL,
  SECURITYHUB_POLICY: USUAL,
  TAG_POLICY: USUAL,
  // AWS gives no figures of their own for these: they are taken to be like most others.
  BEDROCK_POLICY: USUAL,
  GUARDDUTY_POLICY: USUAL,
  INSPECTOR_POLICY: USUAL,
  NETWORK_SECURITY_DIRECTOR_POLICY: USUAL,
  S3_POLICY: USUAL,
  SECURITYHUB_CSPM_POLICY: USUAL,
  UPGRADE_ROLLOUT_POLICY: USUAL,
} as const satisfies Readonly<Record<string, ManagementQuota>>;

export type ManagementPolicyType = keyof typeof MANAGEMENT_QUOTAS;

/** IAM User Guide, "IAM and AWS STS quotas": versions that a managed policy keeps. */
export const MANAGED_POLICY_VERSIONS = 5;

/** Characters of a text as the store counts them. */
export function sizeOf(text: string, { whiteSpace }: SizeQuota): number {
  return whiteSpace === "counted" ? text.length : text.replace(/[ \t\r\n]/g, "").length;
}

/** JSON text without the white space between its tokens. */
export function withoutFormatting(json: string): string {
  let kept = "";
  let from = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json.charAt(at);
    if (character === '"') inString = !inString;
    else if (inString && character === "\\") at += 1;
    else if (!inString && /[ \t\r\n]/.test(character)) {
      kept += json.slice(from, at);
      from = at + 1;
    }
  }
  return kept + json.slice(from);
}
