/** Account access manager: roles that users and groups are entitled to, beside all permission sets. */
import { defineTripwire, type Severity, type TrailRecord } from "@holdfast/core";
import {
  accountName,
  callOf,
  keyIn,
  principalOf,
  principalSubject,
  who,
} from "../tripwire/about.ts";

const ID = "access-entitlement";

/** Only a role that trusts it can be given with an entitlement. */
const SERVICE = "account-access.amazonaws.com";

export const accessEntitlement = defineTripwire({
  id: ID,
  severity: "CRITICAL",
  title: "Nobody is entitled to a role past permission sets",
  why: "An entitlement lets a user or group of Identity Center take an IAM role, and neither assignments nor permission sets show it.",
  docs: "packages/guardrails/src/access-entitlement/README.md",
  tactic: "Privilege Escalation",
  watches: () => [
    {
      pattern: {
        source: [{ prefix: "aws." }],
        "detail-type": [{ suffix: " via CloudTrail" }],
        detail: {
          // By convention: AWS has published no record of this service yet.
          eventSource: [SERVICE],
          eventName: [
            "CreateApplication",
            "CreateEntitlement",
            "DeleteApplication",
            "DeleteEntitlement",
          ],
        },
      },
      failed: "include",
      keys: (record) => [keyIn(ID, record, principalOf(record))],
    },
    {
      pattern: {
        source: ["aws.iam"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["iam.amazonaws.com"],
          eventName: ["CreateRole", "UpdateAssumeRolePolicy"],
        },
      },
      // IAM is global: it records in us-east-1.
      regions: ["us-east-1"],
      keys: (record) => (trusts(record) ? [keyIn(ID, record, principalOf(record))] : []),
    },
  ],
  subject: principalSubject,
  meaning(record, baseline) {
    const { eventName, errorCode, account, eventSource } = record;
    const where = accountName(baseline, account);
    if (eventSource !== SERVICE) {
      const role = String(record.request.roleName ?? "a role");
      return { what: `${who(record)} let ${SERVICE} take ${role} of ${where}`, severity: "HIGH" };
    }
    const call = `${callOf(record)} in ${where}`;
    if (errorCode !== undefined) {
      return { what: `${who(record)} tried ${call}: ${errorCode}`, severity: "MEDIUM" };
    }
    const severity: Severity = eventName.startsWith("Create") ? "CRITICAL" : "MEDIUM";
    return { what: `${who(record)} called ${call}`, severity };
  },
});

/** Whether a role is given a trust policy that names the service. */
function trusts({ eventSource, request }: TrailRecord): boolean {
  if (eventSource !== "iam.amazonaws.com") return false;
  const { assumeRolePolicyDocument, policyDocument } = request;
  return [assumeRolePolicyDocument, policyDocument].some(
    (document) => typeof document === "string" && plain(document).includes(SERVICE),
  );
}

/** A document without the escapes of JSON, behind which a name can hide. */
function plain(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document));
  } catch {
    return document;
  }
}
