/** ARNs of Identity Center, for roles and findings (service authorization reference). */
import { type Baseline, type IdentityCenter, instanceIdOf, mayWrite } from "@holdfast/core";
import { organizationArn } from "../organization-arns.ts";

/** A role's policies have 10,240 characters: so many things are named one by one, more by kind. */
const NAMED = 20;

/** Nothing, as long as the baseline does not declare Identity Center. */
const whereDeclared = (
  { identityCenter }: Baseline,
  arns: (center: IdentityCenter) => readonly string[],
): readonly string[] => (identityCenter === undefined ? [] : arns(identityCenter));

/** The instance itself. */
export const instanceArns = (baseline: Baseline) =>
  whereDeclared(baseline, ({ instance }) => [instance]);

/** The instance and any permission set of it: one that is made again has another ARN. */
export const permissionSetArns = (baseline: Baseline) =>
  whereDeclared(baseline, (center) => [center.instance, anySet(center)]);

/** The instance, its permission sets, and any account. */
export const assignmentArns = (baseline: Baseline) =>
  whereDeclared(baseline, () => [...permissionSetArns(baseline), accountArn("*")]);

/** The instance, and the permission sets and accounts that something declared can be assigned in. */
export const grantArns = (baseline: Baseline) =>
  whereDeclared(baseline, (center) => {
    const { assignments, permissionSets } = center;
    if (assignments.length === 0) return [];
    const used = new Set(assignments.map(({ permissionSet }) => permissionSet));
    const sets = permissionSets.filter(({ name }) => used.has(name)).map(({ arn }) => arn);
    // Accounts that come later are in no list, and a set that is made again has an ARN nobody knows yet.
    const wide = assignments.some(({ all, units }) => all || units.length > 0);
    const made = mayWrite(baseline, "permission-set");
    const accounts = [...new Set(assignments.flatMap((one) => one.accounts))].map(accountArn);
    return [
      center.instance,
      ...(made || sets.length > NAMED ? [anySet(center)] : sets),
      ...(wide || accounts.length > NAMED ? [accountArn("*")] : accounts),
    ];
  });

function anySet(center: IdentityCenter): string {
  return `arn:aws:sso:::permissionSet/${instanceIdOf(center)}/*`;
}

export function accountArn(id: string): string {
  return `arn:aws:sso:::account/${id}`;
}

/** The identity store and one kind of thing in it; none: its own. */
export const directoryArns =
  (...kinds: readonly ("group" | "user" | "membership")[]) =>
  (baseline: Baseline) =>
    whereDeclared(baseline, ({ identityStore }) => [
      `arn:aws:identitystore::${baseline.organization.management}:identitystore/${identityStore}`,
      ...kinds.map((kind) => directoryArn(kind, "*")),
    ]);

export function directoryArn(kind: "group" | "user" | "membership", id: string): string {
  return `arn:aws:identitystore:::${kind}/${id}`;
}

/** Accounts of the organization, as Organizations names them. */
export const accountArns = (baseline: Baseline) =>
  whereDeclared(baseline, () => [
    organizationArn(baseline, `account/${baseline.organization.id}/*`),
  ]);

/** Calls that know no resource. */
export const everything = (baseline: Baseline) => whereDeclared(baseline, () => ["*"]);
