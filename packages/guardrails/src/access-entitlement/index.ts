/** Account access manager: roles that users and groups are entitled to, beside all permission sets. */
import { defineTripwire, type Severity } from "@holdfast/core";
import { accountName, accountSubject, callOf, keyIn, who } from "../tripwire/about.ts";

const ID = "access-entitlement";

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
          eventSource: ["account-access.amazonaws.com"],
          eventName: [
            "CreateApplication",
            "CreateEntitlement",
            "DeleteApplication",
            "DeleteEntitlement",
          ],
        },
      },
      failed: "include",
      keys: (record) => [keyIn(ID, record, "entitlements")],
    },
  ],
  subject: accountSubject,
  meaning(record, baseline) {
    const { eventName, errorCode, account } = record;
    const call = `${callOf(record)} in ${accountName(baseline, account)}`;
    if (errorCode !== undefined) {
      return { what: `${who(record)} tried ${call}: ${errorCode}`, severity: "MEDIUM" };
    }
    const severity: Severity = eventName.startsWith("Create") ? "CRITICAL" : "MEDIUM";
    return { what: `${who(record)} called ${call}`, severity };
  },
});
