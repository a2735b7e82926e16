/** Keys of this guardrail: each guarded group, by its id. */
import { type Baseline, principalIdIn, type ResourceKey, type TrailRecord } from "@holdfast/core";

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
 * membership of the API's names the membership alone, one about a user may be about any group, a new
 * group may have any name, and AWS leaves out or hides what it likes: then at all of them.
 */
export function keysOf(record: TrailRecord, baseline: Baseline): readonly ResourceKey[] {
  const group = groupIn(record);
  const all = declaredKeys(baseline);
  return group === undefined
    ? all
    : all.filter(({ resource }) => principalIdIn(resource) === group);
}

/** Calls of SCIM that are about a group; those about a user name that one in the same member. */
const SCIM_CALLS = new Set(["DeleteGroup", "PatchGroup"]);

function groupIn({ eventSource, eventName, request }: TrailRecord): string | undefined {
  const scim = eventSource.startsWith("identitystore-scim.") && SCIM_CALLS.has(eventName);
  const id = scim ? request.id : request.groupId;
  return typeof id === "string" ? principalIdIn(id) : undefined;
}
