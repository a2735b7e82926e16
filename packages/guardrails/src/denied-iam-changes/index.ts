/** Nobody keeps trying IAM changes that a service control policy forbids. */
import { defineTripwire } from "@holdfast/core";
import { callOf, keyIn, principalOf, principalSubject, who } from "../tripwire/about.ts";

const ID = "denied-iam-changes";

/** As AWS says it; new messages name the policy's ARN after it. */
const BY_SCP = "explicit deny in a service control policy";

export const deniedIamChanges = defineTripwire({
  id: ID,
  severity: "HIGH",
  title: "Nobody keeps trying IAM changes that are denied",
  why: "One refused change is a mistake; several in a row are somebody who looks for the one that is not refused.",
  docs: "packages/guardrails/src/denied-iam-changes/README.md",
  tactic: "Privilege Escalation",
  threshold: { count: 5, withinMs: 600_000 },
  watches: () => [
    {
      pattern: {
        source: ["aws.iam"],
        "detail-type": ["AWS API Call via CloudTrail"],
        // Reads need no exception: EventBridge gives them to rules of another state only.
        detail: { eventSource: ["iam.amazonaws.com"], errorCode: ["AccessDenied"] },
      },
      regions: ["us-east-1"],
      failed: "include",
      keys: (record) => [
        keyIn(ID, { account: record.account, region: "us-east-1" }, principalOf(record)),
      ],
    },
  ],
  subject: principalSubject,
  meaning(record) {
    const { errorMessage = "", readOnly } = record;
    if (readOnly || !errorMessage.includes(BY_SCP)) return undefined;
    return { what: `a service control policy refused ${who(record)} ${callOf(record)}` };
  },
});
