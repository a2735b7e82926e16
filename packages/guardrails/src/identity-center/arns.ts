/** ARNs of Identity Center, for roles and findings (service authorization reference). */
import { type Baseline, instanceIdOf } from "@holdfast/core";
import { organizationArn } from "../organization-arns.ts";

/** Nothing, as long as the baseline does not declare Identity Center. */
const whereDeclared = (
  { identityCenter }: Baseline,
  arns: (center: NonNullable<Baseline["identityCenter"]>) => readonly string[],
): readonly string[] => (identityCenter === undefined ? [] : arns(identityCenter));

/** The instance itself. */
export const instanceArns = (baseline: Baseline) =>
  whereDeclared(baseline, ({ instance }) => [instance]);

/** The instance and any permission set of it: one that is made again has another ARN. */
export const permissionSetArns = (baseline: Baseline) =>
  whereDeclared(baseline, (center) => [
    center.instance,
    `arn:aws:sso:::permissionSet/${instanceIdOf(center)}/*`,
  ]);

/** The instance, its permission sets, and any account. */
export const assignmentArns = (baseline: Baseline) =>
  whereDeclared(baseline, () => [...permissionSetArns(baseline), accountArn("*")]);

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
