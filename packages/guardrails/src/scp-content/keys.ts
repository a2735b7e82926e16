/** Keys of this guardrail: one per declared policy, by name, so that a new id keeps its history. */
import {
  type Baseline,
  memberOf,
  nameInAws,
  type ResourceKey,
  type TrailRecord,
} from "@holdfast/core";

export const GUARDRAIL = "scp-content";

/** @param name as the baseline names the policy */
export function keyOf({ organization }: Baseline, name: string): ResourceKey {
  return {
    guardrail: GUARDRAIL,
    account: organization.management,
    // Organizations is a global service that lives in us-east-1.
    region: "us-east-1",
    resource: name,
  };
}

export function declaredKeys(baseline: Baseline): ResourceKey[] {
  return baseline.policies.map(({ name }) => keyOf(baseline, name));
}

/**
 * Where a record says to look: at the policy that it is about, and at one whose name it takes. A record
 * whose parameters AWS left out leads to everything declared.
 */
export function keysOf(record: TrailRecord, baseline: Baseline): readonly ResourceKey[] {
  const { eventName, request, response } = record;
  const creates = eventName === "CreatePolicy";
  const { policyId } = request;
  if (typeof (creates ? request.name : policyId) !== "string") return declaredKeys(baseline);
  const names = [request.name, memberOf(memberOf(response.policy, "policySummary"), "name")];
  const stranger = !creates && !baseline.policies.some(({ id }) => id === policyId);
  return baseline.policies
    .filter(
      (policy) =>
        policy.id === policyId ||
        names.includes(nameInAws(policy)) ||
        // It may be what Holdfast was making when it was cut short, whose id nobody noted.
        (stranger && policy.intended === true),
    )
    .map(({ name }) => keyOf(baseline, name));
}
