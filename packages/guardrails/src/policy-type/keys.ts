/** Keys of this guardrail: one per policy type that the baseline uses, and how events lead to them. */
import {
  type Baseline,
  modeFor,
  type PolicyType,
  type ResourceKey,
  type TrailRecord,
} from "@holdfast/core";

export const GUARDRAIL = "policy-type";

/** The calls that switch a type; whatever was attached goes with it. */
export const CALLS = ["DisablePolicyType", "EnablePolicyType"] as const;

export function keyOf(baseline: Baseline, type: PolicyType): ResourceKey {
  return {
    guardrail: GUARDRAIL,
    account: baseline.organization.management,
    // Organizations is a global service that lives in us-east-1.
    region: "us-east-1",
    resource: type,
  };
}

/** The type of service control policies, and every other that the baseline declares a policy of. */
export function usedTypes(baseline: Baseline): readonly PolicyType[] {
  return [
    ...new Set(["SERVICE_CONTROL_POLICY" as const, ...baseline.policies.map(({ type }) => type)]),
  ];
}

/** Whether this guardrail tells when a type is disabled, so that others need not. */
export function isWatched(baseline: Baseline): boolean {
  return modeFor(baseline, GUARDRAIL, "Root") !== "off";
}

export function declaredKeys(baseline: Baseline): ResourceKey[] {
  return usedTypes(baseline).map((type) => keyOf(baseline, type));
}

/** The policy type of a key; throws a `TypeError` on a key of anything else. */
export function typeOf(key: ResourceKey, baseline: Baseline): PolicyType {
  const type = usedTypes(baseline).find((one) => one === key.resource);
  if (type === undefined) throw new TypeError(`not a key of ${GUARDRAIL}: ${key.resource}`);
  return type;
}

/** A record without parameters may be about any type; a type that nobody uses is nobody's business. */
export function keysOf({ request }: TrailRecord, baseline: Baseline): readonly ResourceKey[] {
  const keys = declaredKeys(baseline);
  const { policyType } = request;
  return policyType === undefined ? keys : keys.filter(({ resource }) => resource === policyType);
}
