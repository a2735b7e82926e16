/** Who should have a permission set in an account. */
import {
  type Assignment,
  assignmentsIn,
  type Baseline,
  covers,
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

/** `GROUP/<id>` or `USER/<id>`. */
export function identify({ type, id }: { readonly type: PrincipalType; readonly id: string }) {
  return `${type}/${id}`;
}

/** One permission set in one account, as keys name it. */
export interface Place {
  readonly account: string;
  readonly label: string;
}

/** One text for each place. */
export function pairId({ account, label }: Place): string {
  return `${account}/${label}`;
}

/** The inverse of `pairId`. */
export function placeOfPair(id: string): Place {
  const at = id.indexOf("/");
  return { account: id.slice(0, at), label: id.slice(at + 1) };
}

/**
 * Where it is told that a declared group or user is gone: at the first of its declared accounts, lest one
 * deletion be told of thousands. Undefined: elsewhere, or nowhere; guarded groups have a guardrail of
 * their own for it.
 */
export function toldAt(baseline: Baseline, principal: string): Place | undefined {
  const { assignments = [], groups = [] } = baseline.identityCenter ?? {};
  if (groups.some(({ id }) => id === principal)) return undefined;
  const first = assignments.find((one) => one.principal.id === principal);
  const account = first && firstAccount(baseline, first);
  return account === undefined ? undefined : { account, label: first?.permissionSet ?? "" };
}

/** Whether it is told here that one of those who are declared here is gone. */
export function tells(
  baseline: Baseline,
  account: string,
  label: string,
  { id, name }: IdentityPrincipal,
): boolean {
  // An import declares by the id alone who was gone by then.
  if (name === id) return false;
  const at = toldAt(baseline, id);
  return at?.account === account && at.label === label;
}

function firstAccount(baseline: Baseline, scope: Assignment): string | undefined {
  return scope.accounts[0] ?? baseline.accounts.find((one) => covers(scope, one, baseline))?.id;
}
