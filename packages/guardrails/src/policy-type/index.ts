/** Every policy type that the baseline uses is enabled on the root. */
import {
  accountsUnder,
  type Baseline,
  defineGuardrail,
  isControlPolicyType,
  type ResourceKey,
  type Subject,
} from "@holdfast/core";
import { declaredKeys as attachmentKeys } from "../scp-attachment/keys.ts";
import { CALLS, declaredKeys, GUARDRAIL, keysOf, typeOf, usedTypes } from "./keys.ts";
import { observe, rootOf, survey } from "./live.ts";
import { diff, plan, type Want } from "./plan.ts";

const rootArn = (baseline: Baseline) => {
  const { id, management } = baseline.organization;
  return `arn:aws:organizations::${management}:root/${id}/${rootOf(baseline)}`;
};

export const policyType = defineGuardrail({
  id: GUARDRAIL,
  domain: "organization",
  severity: "CRITICAL",
  title: "Every policy type that the baseline uses is enabled",
  why: "Whoever disables a policy type detaches every policy of that type everywhere, with one call.",
  docs: "packages/guardrails/src/policy-type/README.md",
  watches: [
    {
      pattern: {
        source: ["aws.organizations"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: { eventSource: ["organizations.amazonaws.com"], eventName: [...CALLS] },
      },
      regions: ["us-east-1"],
      keys: keysOf,
    },
  ],
  // ListRoots has no resource to narrow it to (service authorization reference).
  reads: [{ action: "organizations:ListRoots", resources: () => ["*"] }],
  writes: [
    {
      action: "organizations:EnablePolicyType",
      resources: (baseline) => [rootArn(baseline)],
      condition: (baseline) => ({
        StringEquals: { "organizations:PolicyType": [...usedTypes(baseline)].toSorted() },
      }),
    },
  ],
  desired: (baseline) => ({
    keys: declaredKeys(baseline),
    of: (key) => wanted(key, baseline),
  }),
  subject,
  survey,
  observe,
  diff,
  plan: (_key, want, live) => plan(want, live),
  async impact(_key, { type }, live, baseline) {
    // What other types configure is no call that is allowed or refused: there is no example to give.
    if (live !== undefined || !isControlPolicyType(type)) return undefined;
    // Where a type is disabled every level allows as much as AWS's own policy does.
    const { impactOfLosing } = await import("../access-impact.ts");
    return impactOfLosing(baseline.accounts, [type], baseline);
  },
  neighbours: (key, _differences, baseline) =>
    declaredKeys(baseline).filter(({ resource }) => resource !== key.resource),
  follow: (key, _differences, baseline) => attachmentKeys(baseline, [typeOf(key, baseline)]),
});

function wanted(key: ResourceKey, baseline: Baseline): Want {
  const type = typeOf(key, baseline);
  const names = new Set(
    baseline.policies.filter((policy) => policy.type === type).map(({ name }) => name),
  );
  const attachments = [...baseline.units, ...baseline.accounts]
    .flatMap(({ policies }) => policies)
    .filter((name) => names.has(name)).length;
  return { type, root: rootOf(baseline), attachments };
}

function subject(_key: ResourceKey, baseline: Baseline): Subject {
  return {
    name: "Root",
    unit: "Root",
    accounts: accountsUnder(baseline, "Root").map(({ id }) => id),
    resourceType: "Other",
    resourceId: rootArn(baseline),
  };
}
