/** Who should have a permission set in an account. */
import {
  assignmentsIn,
  type Baseline,
  type IdentityPrincipal,
  type PlacedAccount,
  type PrincipalType,
} from "@holdfast/core";

/** By `identify`: groups and users have ids of their own. */
export function declaredIn(
  baseline: Baseline,
  account: PlacedAccount,
  label: string,
): ReadonlyMap<string, IdentityPrincipal> {
  const principals = assignmentsIn(baseline, account)
    .filter(({ permissionSet }) => permissionSet === label)
    .map(({ principal }) => principal);
  return new Map(principals.map((one) => [identify(one), one]));
}

export function identify({ type, id }: { readonly type: PrincipalType; readonly id: string }) {
  return `${type}/${id}`;
}
