/** Keys of this guardrail: each declared permission set by name, any other by the end of its ARN. */
import { type Baseline, memberOf, type ResourceKey, type TrailRecord } from "@holdfast/core";
import { labelIn } from "../identity-center/sets.ts";

export const GUARDRAIL = "permission-set";

export function keyOf({ organization }: Baseline, label: string): ResourceKey {
  return {
    guardrail: GUARDRAIL,
    account: organization.management,
    region: organization.identityCenterRegion,
    resource: label,
  };
}

export function declaredKeys(baseline: Baseline): ResourceKey[] {
  const { permissionSets = [] } = baseline.identityCenter ?? {};
  return permissionSets.map(({ name }) => keyOf(baseline, name));
}

/**
 * Where a record says to look. One that makes a set names no ARN in its request: the answer does, and the
 * name may be a declared one's. A record whose parameters AWS left out leads to everything declared.
 */
export function keysOf(record: TrailRecord, baseline: Baseline): readonly ResourceKey[] {
  const { identityCenter: center } = baseline;
  if (center === undefined) return [];
  const { eventName, request, response } = record;
  if (eventName === "CreatePermissionSet") {
    const made = labelIn(baseline, memberOf(response.permissionSet, "permissionSetArn"));
    const taken = center.permissionSets.filter(({ name }) => name === request.name);
    const labels = new Set([...taken.map(({ name }) => name), ...(made ? [made] : [])]);
    return labels.size > 0
      ? [...labels].map((one) => keyOf(baseline, one))
      : declaredKeys(baseline);
  }
  // Tags are on instances and applications as well: those are none of ours.
  if (typeof request.resourceArn === "string") {
    const label = labelIn(baseline, request.resourceArn);
    return label === undefined ? [] : [keyOf(baseline, label)];
  }
  const label = labelIn(baseline, request.permissionSetArn);
  return label === undefined ? declaredKeys(baseline) : [keyOf(baseline, label)];
}
