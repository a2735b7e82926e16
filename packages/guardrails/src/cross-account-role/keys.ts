/** Keys of this guardrail: roles, by account and name. */
import type { Baseline, DeclaredTrust, ResourceKey, TrailRecord } from "@holdfast/core";

export const GUARDRAIL = "cross-account-role";

const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;

/** A declared role has the declaration's name: IAM takes names that differ in case for the same. */
export function keyOf(baseline: Baseline, account: string, role: string): ResourceKey {
  const resource = declaredOf(baseline, account, role)?.role ?? role;
  return { guardrail: GUARDRAIL, account, region: "us-east-1", resource };
}

export function declaredOf(
  { trust = [] }: Baseline,
  account: string,
  role: string,
): DeclaredTrust | undefined {
  const name = role.toLowerCase();
  return trust.find((one) => one.account === account && one.role.toLowerCase() === name);
}

/** Nothing, as long as the baseline does not say who trusts whom. */
export function declaredKeys(baseline: Baseline): ResourceKey[] {
  return (baseline.trust ?? []).map(({ account, role }) => keyOf(baseline, account, role));
}

/**
 * Where a record says to look: at the role itself, and at all that trust a role or user of the name,
 * who may be another one now.
 */
export function keysOf(record: TrailRecord, baseline: Baseline): readonly ResourceKey[] {
  if (baseline.trust === undefined) return [];
  const { roleName, userName } = record.request;
  const named = (value: unknown) => typeof value === "string" && ROLE_NAME.test(value);
  const { account } = record;
  if (!named(roleName) && !named(userName)) {
    // AWS leaves the parameters out of records above 100 KB.
    return [
      ...declaredKeys(baseline).filter((key) => key.account === account),
      ...trusting(baseline, `arn:aws:iam::${account}:`, () => true),
    ].filter(distinct);
  }
  const name = String(named(roleName) ? roleName : userName).toLowerCase();
  const kind = named(roleName) ? "role" : "user";
  const last = (arn: string) => arn.split("/").at(-1)?.toLowerCase() === name;
  return [
    ...(kind === "role" ? [keyOf(baseline, account, String(roleName))] : []),
    ...trusting(baseline, `arn:aws:iam::${account}:${kind}/`, last),
  ].filter(distinct);
}

/** Declared roles that trust somebody of whom this holds. */
function trusting(
  baseline: Baseline,
  prefix: string,
  holds: (arn: string) => boolean,
): ResourceKey[] {
  return (baseline.trust ?? [])
    .filter(({ principals }) =>
      principals.some(({ arn, id }) => id !== undefined && arn.startsWith(prefix) && holds(arn)),
    )
    .map(({ account, role }) => keyOf(baseline, account, role));
}

function distinct(key: ResourceKey, index: number, all: readonly ResourceKey[]): boolean {
  const same = (one: ResourceKey) => one.account === key.account && one.resource === key.resource;
  return all.findIndex(same) === index;
}
