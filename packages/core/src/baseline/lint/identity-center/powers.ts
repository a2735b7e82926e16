/** What somebody with a permission set could make of it. */
import { compilePolicies, PolicyError } from "@holdfast/policy";
import type { PermissionSet } from "../../identity-center/model.ts";
import { policiesOfSet } from "../../identity-center/set-policies.ts";
import type { LintContext } from "../rule.ts";

/** Whoever may do one of these to any role or policy can give themselves every other permission. */
export const OVER_ACCOUNT = [
  "iam:AttachRolePolicy",
  "iam:PutRolePolicy",
  "iam:CreatePolicyVersion",
  "iam:UpdateAssumeRolePolicy",
] as const;

/** In the accounts that administer Identity Center, these give access to all others. */
export const OVER_ORGANIZATION = [
  "sso:CreateAccountAssignment",
  "sso:PutInlinePolicyToPermissionSet",
  "sso:AttachManagedPolicyToPermissionSet",
  "identitystore:CreateGroupMembership",
] as const;

/** The first of the actions that a set's own policies allow on anything; undefined: none, or it can't be told. */
export function firstAllowed(
  actions: readonly string[],
  set: PermissionSet,
  { baseline, awsManaged }: Pick<LintContext, "baseline" | "awsManaged">,
): string | undefined {
  const own = policiesOfSet(set, baseline.identityCenter ?? {}, awsManaged);
  if (own.unknownBoundary !== undefined) return undefined;
  const account = baseline.organization.management;
  const arn = `arn:aws:iam::${account}:role/Any`;
  const policies = compilePolicies(own);
  return actions.find((action) => {
    const principal = { arn, account };
    // A name that no policy spells out: what is allowed on it is allowed on anything.
    const resource = action.startsWith("iam:") ? `arn:aws:iam::${account}:role/any-at-all` : "*";
    try {
      const context = { "aws:PrincipalArn": arn, "aws:PrincipalAccount": account };
      return policies.decide({ action, resource, principal, context }).allowed;
    } catch (error) {
      if (error instanceof PolicyError) return false;
      throw error;
    }
  });
}
