/** Nobody acts as the root user: signing in, resetting its password, calling anything with its rights. */
import { defineTripwire, type Meaning, type TrailRecord } from "@holdfast/core";
import { accountName, accountSubject, callOf, keyIn } from "../tripwire/about.ts";
import { isLogin, isOfSignIn, isOnTheWay, mfaOf } from "../tripwire/sign-in.ts";

const HOUR = 3_600_000;
const ID = "root-activity";

export const rootActivity = defineTripwire({
  id: ID,
  severity: "CRITICAL",
  title: "Nobody acts as the root user",
  why: "The root user can do what no IAM policy can keep it from; in the management account no policy binds it at all.",
  docs: "packages/guardrails/src/root-activity/README.md",
  tactic: "Initial Access",
  // A root session lasts up to twelve hours: a second use on the same day is news.
  incidentMs: 4 * HOUR,
  watches: () => [
    {
      pattern: {
        source: [{ prefix: "aws." }],
        // AWS spells sign-ins "Console Sign In" in one guide and "Console Signin" in another.
        "detail-type": [{ suffix: " via CloudTrail" }],
        detail: { userIdentity: { type: ["Root"] } },
      },
      failed: "include",
      readOnly: true,
      // IAM is global: wherever root acts in an account, it is one incident.
      keys: ({ account }) => [keyIn(ID, { account, region: "us-east-1" }, "root")],
    },
  ],
  subject: accountSubject,
  meaning(record, baseline) {
    if (isOnTheWay(record)) return undefined;
    const account = accountName(baseline, record.account);
    return isOfSignIn(record) ? aroundSignIn(record, account) : call(record, account);
  },
});

function aroundSignIn(record: TrailRecord, account: string): Meaning {
  const failed = record.errorCode !== undefined;
  if (isLogin(record)) {
    if (failed) return { what: `a sign-in as root of ${account} failed`, severity: "MEDIUM" };
    return { what: `root signed in to ${account}${mfaOf(record)}` };
  }
  // PasswordRecoveryRequested, PasswordUpdated, EmailUpdated and whatever else AWS comes to record.
  const what = `${record.eventName} for root of ${account}`;
  return failed ? { what: `${what} failed`, severity: "MEDIUM" } : { what };
}

function call(record: TrailRecord, account: string): Meaning | undefined {
  const { errorCode, readOnly, actor } = record;
  // Services read with root's rights for a page that root has opened, or once did.
  if (readOnly && actor.invokedBy !== undefined) return undefined;
  const what = `root called ${callOf(record)} in ${account}`;
  if (errorCode !== undefined) return { what: `${what}: ${errorCode}`, severity: "HIGH" };
  return readOnly ? { what, severity: "HIGH" } : { what };
}
