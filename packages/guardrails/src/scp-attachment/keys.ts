/** Keys of this guardrail: one per policy type and target, and how events lead to them. */
import {
  type Baseline,
  guardedTypes,
  isPolicyType,
  type Json,
  memberOf,
  type PolicyType,
  type ResourceKey,
  type TrailRecord,
} from "@holdfast/core";

export const GUARDRAIL = "scp-attachment";

/** Root, organizational unit or account: everything a policy can be attached to. */
const TARGET = /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|\d{12})$/;

/** @param target `r-…`, `ou-…` or an account id */
export function keyOf(baseline: Baseline, type: PolicyType, target: string): ResourceKey {
  return {
    guardrail: GUARDRAIL,
    account: baseline.organization.management,
    // Organizations is a global service that lives in us-east-1.
    region: "us-east-1",
    resource: `${type}/${target}`,
  };
}

export function typeAndTarget(key: ResourceKey): { type: PolicyType; target: string } {
  const [type = "", target = ""] = key.resource.split("/");
  if (!isPolicyType(type) || !TARGET.test(target)) {
    throw new TypeError(`not a key of ${GUARDRAIL}: ${key.resource}`);
  }
  return { type, target };
}

/**
 * Every root, unit and account that the baseline names, for every guarded type; those first that have a
 * policy to lose, since looking at all of them takes its time.
 */
export function declaredKeys(
  baseline: Baseline,
  types: readonly PolicyType[] = guardedTypes(baseline),
): ResourceKey[] {
  return types.flatMap((type) => {
    const declaring = new Set(targetsDeclaring(baseline, type));
    const all = [...baseline.units, ...baseline.accounts].map(({ id }) => id);
    return [...declaring, ...all.filter((id) => !declaring.has(id))].map((id) =>
      keyOf(baseline, type, id),
    );
  });
}

/** Ids of the places to which the baseline attaches a policy of this type. */
export function targetsDeclaring(baseline: Baseline, type: PolicyType): readonly string[] {
  const ofType = baseline.policies.filter((policy) => policy.type === type);
  const names = new Set(ofType.map(({ name }) => name));
  return [...baseline.units, ...baseline.accounts]
    .filter(({ policies }) => policies.some((name) => names.has(name)))
    .map(({ id }) => id);
}

/** The keys whose targets declare one of these policies. */
export function keysDeclaring(baseline: Baseline, policyIds: ReadonlySet<string>): ResourceKey[] {
  return baseline.policies
    .filter(({ id }) => policyIds.has(id))
    .flatMap(({ name, type }) =>
      [...baseline.units, ...baseline.accounts]
        .filter(({ policies }) => policies.includes(name))
        .map(({ id }) => keyOf(baseline, type, id)),
    );
}

/**
 * Where a record says to look. Some events name no target: there the baseline knows who has to have
 * the policy, and a record whose parameters AWS left out leads to everything declared.
 */
export function keysOf(record: TrailRecord, baseline: Baseline): readonly ResourceKey[] {
  const { request, response, service } = record;
  const guarded = guardedTypes(baseline);
  const onTargets = (types: readonly PolicyType[], ...candidates: (Json | undefined)[]) => {
    const targets = candidates.filter((id) => typeof id === "string" && TARGET.test(id));
    return types.flatMap((type) => targets.map((id) => keyOf(baseline, type, id as string)));
  };
  switch (record.eventName) {
    case "AttachPolicy":
    case "DetachPolicy": {
      const keys = onTargets(typesOf(request.policyId, baseline), request.targetId);
      return keys.length > 0 ? keys : declaredKeys(baseline);
    }
    case "DeletePolicy":
      return typeof request.policyId === "string"
        ? keysDeclaring(baseline, new Set([request.policyId]))
        : declaredKeys(baseline);
    case "DisablePolicyType":
    case "EnablePolicyType": {
      // A type that is not guarded is none of ours; without parameters it may be any.
      const { policyType = null } = request;
      const types = guarded.filter((one) => policyType === null || policyType === one);
      const keys = declaredKeys(baseline, types);
      // Nothing can be put back while the type is disabled, everything has to be once it is enabled.
      return record.eventName === "EnablePolicyType" ? keys : keys.filter(isRoot);
    }
    case "CreateOrganizationalUnit":
      return onTargets(guarded, memberOf(response.organizationalUnit, "id"));
    case "CreateAccountResult":
      return onTargets(guarded, memberOf(service.createAccountStatus, "accountId"));
    default:
      return [];
  }
}

function isRoot(key: ResourceKey): boolean {
  return typeAndTarget(key).target.startsWith("r-");
}

/** AttachPolicy and DetachPolicy don't say the policy's type; a pinned id tells, any other may be of any. */
function typesOf(policyId: Json | undefined, baseline: Baseline): readonly PolicyType[] {
  const policy = baseline.policies.find(({ id }) => id === policyId);
  return policy === undefined ? guardedTypes(baseline) : [policy.type];
}
