/** Keys of this guardrail: each guarded group, by its id. */
import { type Baseline, memberOf, type ResourceKey, type TrailRecord } from "@holdfast/core";

export const GUARDRAIL = "group-membership";

export function keyOf({ organization }: Baseline, group: string): ResourceKey {
  return {
    guardrail: GUARDRAIL,
    account: organization.management,
    region: organization.identityCenterRegion,
    resource: group,
  };
}

export function declaredKeys(baseline: Baseline): ResourceKey[] {
  const { groups = [] } = baseline.identityCenter ?? {};
  return groups.map(({ id }) => keyOf(baseline, id));
}

/**
 * Where a record says to look: at the group that it names, if it is a guarded one. One that ends a
 * membership of the API's names the membership alone, and one about a user may be about any group.
 */
export function keysOf({ request }: TrailRecord, baseline: Baseline): readonly ResourceKey[] {
  const group = request.groupId ?? memberOf(request.group, "groupId");
  if (typeof group !== "string") return declaredKeys(baseline);
  const { groups = [] } = baseline.identityCenter ?? {};
  return groups.filter(({ id }) => id === group).map(({ id }) => keyOf(baseline, id));
}
