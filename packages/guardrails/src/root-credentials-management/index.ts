/** Whether root sessions and central care for root's credentials are allowed stays as it is. */
import { defineTripwire } from "@holdfast/core";
import { accountSubject, keyIn, who } from "../tripwire/about.ts";

const ID = "root-credentials-management";

const CHANGES: Readonly<Record<string, string>> = {
  EnableOrganizationsRootSessions: "allowed root sessions in member accounts",
  DisableOrganizationsRootSessions: "forbade root sessions in member accounts",
  EnableOrganizationsRootCredentialsManagement:
    "took charge of the root credentials of member accounts",
  DisableOrganizationsRootCredentialsManagement:
    "gave the root credentials of member accounts back to them",
};

export const rootCredentialsManagement = defineTripwire({
  id: ID,
  severity: "HIGH",
  title: "Central root access stays as it is",
  why: "Whoever allows root sessions can become root of any member account; whoever ends the central care lets member accounts have root passwords and keys again.",
  docs: "packages/guardrails/src/root-credentials-management/README.md",
  tactic: "Privilege Escalation",
  watches: () => [
    {
      pattern: {
        source: ["aws.iam"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: { eventSource: ["iam.amazonaws.com"], eventName: Object.keys(CHANGES) },
      },
      regions: ["us-east-1"],
      failed: "include",
      keys: ({ account }) => [keyIn(ID, { account, region: "us-east-1" }, "root-access")],
    },
  ],
  subject: accountSubject,
  meaning(record) {
    const { eventName, errorCode } = record;
    if (errorCode !== undefined) {
      return { what: `${who(record)} tried iam:${eventName}: ${errorCode}`, severity: "MEDIUM" };
    }
    const what = `${who(record)} ${CHANGES[eventName] ?? `called iam:${eventName}`}`;
    return eventName === "EnableOrganizationsRootSessions"
      ? { what, severity: "CRITICAL" }
      : { what };
  },
});
