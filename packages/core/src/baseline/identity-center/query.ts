/** Questions that everything asks of a declared Identity Center. */
import type { Baseline } from "../model.ts";
import type { Assignment, AssignmentScope, IdentityCenter, PermissionSet } from "./model.ts";

/** `ssoins-…` */
export function instanceIdOf({ instance }: Pick<IdentityCenter, "instance">): string {
  return instance.slice(instance.lastIndexOf("/") + 1);
}

/** `arn:aws:sso:::permissionSet/ssoins-…/ps-…` */
export function permissionSetArn(center: Pick<IdentityCenter, "instance">, id: string): string {
  return `arn:aws:sso:::permissionSet/${instanceIdOf(center)}/${id}`;
}

/** The last part of a permission set's ARN: `ps-…`. */
export function permissionSetIdOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

export function permissionSetByArn(
  { permissionSets }: IdentityCenter,
  arn: string,
): PermissionSet | undefined {
  return permissionSets.find((set) => set.arn === arn);
}

export function permissionSetByName(
  { permissionSets }: IdentityCenter,
  name: string,
): PermissionSet | undefined {
  return permissionSets.find((set) => set.name === name);
}

/** An account, and the unit it is in as far as that is known. */
export interface PlacedAccount {
  readonly id: string;
  /** Path such as `Root/Workloads`; undefined: in none of the baseline's units. */
  readonly unit?: string | undefined;
}

/** Whether a scope covers an account; units and `all` never cover the management account. */
export function covers(
  { accounts, units, all }: AssignmentScope,
  account: PlacedAccount,
  { organization }: Pick<Baseline, "organization">,
): boolean {
  if (accounts.includes(account.id)) return true;
  if (account.id === organization.management) return false;
  const { unit } = account;
  return (
    all || (unit !== undefined && units.some((one) => unit === one || unit.startsWith(`${one}/`)))
  );
}

/** What is assigned in an account. */
export function assignmentsIn(
  baseline: Pick<Baseline, "identityCenter" | "organization">,
  account: PlacedAccount,
): readonly Assignment[] {
  const { assignments = [] } = baseline.identityCenter ?? {};
  return assignments.filter((assignment) => covers(assignment, account, baseline));
}
