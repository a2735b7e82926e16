/** Nobody takes a root session in a member account. */
import { defineTripwire, type Json, type TrailRecord } from "@holdfast/core";
import { accountName, accountSubject, keyIn, who } from "../tripwire/about.ts";

const ID = "assume-root";

/** AWS's task policy that lets a session look at root's credentials, and do nothing. */
const AUDIT = "IAMAuditRootUserCredentials";

export const assumeRoot = defineTripwire({
  id: ID,
  severity: "CRITICAL",
  title: "Nobody takes a root session in a member account",
  why: "A root session deletes a bucket or queue policy that locks everybody out, or gives root its password back, against every IAM policy there.",
  docs: "packages/guardrails/src/assume-root/README.md",
  tactic: "Privilege Escalation",
  // A session lasts 15 minutes at most.
  incidentMs: 3_600_000,
  watches: () => [
    {
      pattern: {
        source: ["aws.sts"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: { eventSource: ["sts.amazonaws.com"], eventName: ["AssumeRoot"] },
      },
      failed: "include",
      // STS counts taking a role as reading; of taking root the guides don't say.
      readOnly: true,
      keys: (record) => [keyIn(ID, { account: targetOf(record), region: "us-east-1" }, "root")],
    },
  ],
  subject: accountSubject,
  meaning(record, baseline) {
    const target = accountName(baseline, targetOf(record));
    const task = taskOf(record.request.taskPolicyArn);
    const session = `a root session in ${target}${task === undefined ? "" : ` for ${task}`}`;
    if (record.errorCode !== undefined) {
      return {
        what: `${who(record)} tried to take ${session}: ${record.errorCode}`,
        severity: "HIGH",
      };
    }
    const what = `${who(record)} took ${session}`;
    return task === AUDIT ? { what, severity: "MEDIUM" } : { what };
  },
});

/** The member account: an id, or the ARN of its root. A refused call names none, and counts for the caller's. */
function targetOf({ request, account }: TrailRecord): string {
  const { targetPrincipal } = request;
  const [found] = typeof targetPrincipal === "string" ? (/\d{12}/.exec(targetPrincipal) ?? []) : [];
  return found ?? account;
}

/** `{ arn: "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy" }` -> `S3UnlockBucketPolicy` */
function taskOf(policy: Json | undefined): string | undefined {
  if (policy === null || typeof policy !== "object" || !("arn" in policy)) return undefined;
  return typeof policy.arn === "string" ? policy.arn.split("/").at(-1) : undefined;
}
