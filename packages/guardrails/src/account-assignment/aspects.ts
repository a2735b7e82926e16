/** The ways in which assignments drift: what each means, and which are worse. */
import {
  type Aspect,
  type Baseline,
  type PermissionSet,
  type PrincipalType,
  permissionSetByName,
} from "@holdfast/core";
import type { PolicyStatement } from "@holdfast/policy";

export const MANAGEMENT_ACCOUNT = "management-account";
export const ADMINISTRATOR = "administrator";
export const UNDECLARED_SET = "undeclared-set";
export const DIRECT_USER = "direct-user";
export const UNDECLARED = "undeclared";
export const MISSING = "missing";
export const PRINCIPAL_GONE = "principal-gone";
export const DANGLING = "dangling";

export const ASPECTS: Readonly<Record<string, Aspect>> = {
  [MANAGEMENT_ACCOUNT]: {
    title: "somebody has a permission set in the management account, and nobody declared it",
    severity: "CRITICAL",
  },
  [ADMINISTRATOR]: {
    title: "somebody is made an administrator of an account, and nobody declared it",
    severity: "CRITICAL",
  },
  [UNDECLARED_SET]: {
    title: "somebody has a permission set that nobody declared",
    severity: "CRITICAL",
  },
  [DIRECT_USER]: {
    title: "a user has a permission set past all groups, and nobody declared it",
    severity: "CRITICAL",
  },
  [UNDECLARED]: { title: "a group has a permission set in an account, and nobody declared it" },
  [MISSING]: { title: "a declared assignment is missing", severity: "MEDIUM" },
  [PRINCIPAL_GONE]: {
    title: "the identity store does not know a declared group or user any more",
    // Nobody but the directory's owner can make it again, and it has another id then.
    most: "alert",
    severity: "MEDIUM",
  },
  [DANGLING]: {
    title: "an assignment is left of a group or user that the identity store does not know",
    // Nobody can use it; see the page.
    most: "alert",
    severity: "LOW",
  },
};

/** Which aspect an assignment belongs to that nobody declared: the worst that it is. */
export function aspectOf(
  baseline: Baseline,
  account: string,
  label: string,
  type: PrincipalType,
): string {
  const { identityCenter: center, organization } = baseline;
  const set = center && permissionSetByName(center, label);
  if (account === organization.management) return MANAGEMENT_ACCOUNT;
  if (set === undefined) return UNDECLARED_SET;
  if (isAdministrator(set)) return ADMINISTRATOR;
  return type === "USER" ? DIRECT_USER : UNDECLARED;
}

/** Whoever may give permissions has all of them. */
const ALMIGHTY = ["AdministratorAccess", "IAMFullAccess"];
const ALMIGHTY_ACTIONS = ["*", "*:*", "iam:*"];

/** Whether who has the set can do anything in the account, as far as the baseline tells. */
export function isAdministrator({ managedPolicies, inlinePolicy }: PermissionSet): boolean {
  return (
    managedPolicies.some((arn) => ALMIGHTY.some((name) => arn.endsWith(`:policy/${name}`))) ||
    many(inlinePolicy?.Statement).some(allowsAnything)
  );
}

function allowsAnything({ Effect, Action, NotAction, Resource }: PolicyStatement): boolean {
  if (Effect !== "Allow" || !many(Resource).includes("*")) return false;
  const actions = many(Action).map((action) => action.toLowerCase());
  return NotAction !== undefined || actions.some((one) => ALMIGHTY_ACTIONS.includes(one));
}

function many<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}
