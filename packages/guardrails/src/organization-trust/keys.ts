/** Keys of this guardrail: trusted services, the delegation policy, and each delegated administrator. */
import type { Baseline, ResourceKey, TrailRecord } from "@holdfast/core";

export const GUARDRAIL = "organization-trust";

/** What a key is about. */
export type Part =
  | { readonly kind: "services" }
  | { readonly kind: "delegation-policy" }
  | { readonly kind: "administrator"; readonly account: string };

const ACCOUNT = /^\d{12}$/;

export function keyOf({ organization }: Baseline, part: Part): ResourceKey {
  const resource = part.kind === "administrator" ? `administrator/${part.account}` : part.kind;
  // Organizations is a global service that lives in us-east-1.
  return { guardrail: GUARDRAIL, account: organization.management, region: "us-east-1", resource };
}

export function partOf({ resource }: ResourceKey): Part {
  if (resource === "services" || resource === "delegation-policy") return { kind: resource };
  const [kind, account = ""] = resource.split("/");
  if (kind !== "administrator" || !ACCOUNT.test(account)) {
    throw new TypeError(`not a key of ${GUARDRAIL}: ${resource}`);
  }
  return { kind, account };
}

/** Nothing, as long as the baseline does not say whom the organization trusts. */
export function declaredKeys(baseline: Baseline): ResourceKey[] {
  const { organizationTrust } = baseline;
  if (organizationTrust === undefined) return [];
  return [
    keyOf(baseline, { kind: "services" }),
    keyOf(baseline, { kind: "delegation-policy" }),
    ...administratorKeys(baseline),
  ];
}

export function administratorKeys(baseline: Baseline): ResourceKey[] {
  const administrators = baseline.organizationTrust?.delegatedAdministrators ?? [];
  return administrators.map(({ account }) => keyOf(baseline, { kind: "administrator", account }));
}

/**
 * Where a record says to look. The text of a delegation policy is hidden in CloudTrail, and a record
 * may lack its parameters: the key is all that is taken from it.
 */
export function keysOf(record: TrailRecord, baseline: Baseline): readonly ResourceKey[] {
  if (baseline.organizationTrust === undefined) return [];
  switch (record.eventName) {
    case "RegisterDelegatedAdministrator":
    case "DeregisterDelegatedAdministrator": {
      const { accountId } = record.request;
      if (typeof accountId !== "string" || !ACCOUNT.test(accountId)) return declaredKeys(baseline);
      return [keyOf(baseline, { kind: "administrator", account: accountId })];
    }
    case "EnableAWSServiceAccess":
    case "DisableAWSServiceAccess":
      return [keyOf(baseline, { kind: "services" })];
    case "PutResourcePolicy":
    case "DeleteResourcePolicy":
      return [keyOf(baseline, { kind: "delegation-policy" })];
    default:
      return [];
  }
}
