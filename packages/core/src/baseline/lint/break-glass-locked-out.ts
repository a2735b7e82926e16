/** Break-glass access works when it is needed: nothing that ends an incident is denied to it. */
import { resourceOf } from "./realistic.ts";
import { type Need, refusals } from "./refusals.ts";
import type { LintContext, LintRule } from "./rule.ts";

/** What ends an incident when Identity Center or the usual roles are gone or in the wrong hands. */
export const EMERGENCY_ACTIONS = [
  // See what happened, and who is there.
  "cloudtrail:LookupEvents",
  "ec2:DescribeInstances",
  "guardduty:GetFindings",
  "iam:GetAccountAuthorizationDetails",
  "logs:FilterLogEvents",
  // Take access away: end a role's sessions, shut a way in, a key, a password.
  "iam:PutRolePolicy",
  "iam:UpdateAssumeRolePolicy",
  "iam:AttachUserPolicy",
  "iam:UpdateAccessKey",
  "iam:DeleteLoginProfile",
  // Stop what runs, and keep the evidence.
  "ec2:CreateSnapshot",
  "ec2:ModifyInstanceAttribute",
  "ec2:StopInstances",
  "lambda:PutFunctionConcurrency",
  "s3:PutBucketPolicy",
  // Get back to work.
  "cloudtrail:StartLogging",
  "sts:AssumeRole",
] as const;

export const breakGlassLockedOut: LintRule = {
  id: "break-glass-locked-out",
  severity: "error",
  title: "No policy keeps break-glass access from what an emergency takes",
  help:
    "A break-glass principal is for the day on which nothing else works, so a deny that stops it is " +
    "found out at the worst moment. Spare it in the statement by its ARN, and let another statement " +
    "reserve its name. Checked for each principal and account under `breakGlass`: " +
    `${EMERGENCY_ACTIONS.join(", ")}.`,
  check(context) {
    const { accounts = [], principals = [] } = context.baseline.breakGlass ?? {};
    const needs = accounts.flatMap((account) =>
      principals.flatMap((principal) => needsOf(principal, account, context)),
    );
    return refusals(context, needs, "spare the break-glass principals in this statement");
  },
};

function needsOf(principal: string, name: string, { baseline, universe }: LintContext): Need[] {
  const account = baseline.accounts.find((one) => one.name === name);
  if (account === undefined) return [];
  const place = { account: account.id, region: baseline.organization.hubRegion };
  return EMERGENCY_ACTIONS.map((action) => ({
    who: principal,
    where: name,
    principal: `arn:aws:iam::${account.id}:${principal}`,
    action,
    resource: resourceOf(action, universe, place),
    owner: account.id,
    context: { "aws:MultiFactorAuthPresent": "true" },
  }));
}
