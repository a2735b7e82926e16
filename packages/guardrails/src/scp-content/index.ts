/** Every declared policy exists and says what it is declared to say, under its name. */
import {
  accountsBelow,
  type Baseline,
  defineGuardrail,
  policyByName,
  type ResourceKey,
  type Subject,
} from "@holdfast/core";
import { organizationArn, ownPolicyArns, policyArn } from "../organization-arns.ts";
import { keysDeclaring } from "../scp-attachment/keys.ts";
import type { Want } from "./diff.ts";
import { declaredKeys, GUARDRAIL, keyOf, keysOf } from "./keys.ts";
import { targetsOf, unitHolding } from "./places.ts";

export const scpContent = defineGuardrail({
  id: GUARDRAIL,
  domain: "organization",
  severity: "CRITICAL",
  title: "Every declared policy exists and means what it is declared to mean",
  why: "Whoever rewrites a policy that stays attached everywhere lifts it without detaching anything.",
  docs: "packages/guardrails/src/scp-content/README.md",
  aspects: {
    weaker: { title: "the policy may let through what it is declared to stop" },
    stricter: {
      title: "the policy stops more than declared",
      most: "alert",
      severity: "MEDIUM",
    },
    reworded: {
      title: "the policy says the same in other words",
      most: "alert",
      severity: "INFORMATIONAL",
    },
    renamed: { title: "the policy's name or description was changed", severity: "MEDIUM" },
    squatted: { title: "another policy has taken the declared name", severity: "HIGH" },
    deleted: { title: "the policy was deleted" },
  },
  watches: [
    {
      pattern: {
        source: ["aws.organizations"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["organizations.amazonaws.com"],
          eventName: ["CreatePolicy", "DeletePolicy", "UpdatePolicy"],
        },
      },
      regions: ["us-east-1"],
      keys: keysOf,
    },
  ],
  reads: [
    { action: "organizations:DescribePolicy", resources: ownPolicyArns },
    // ListPolicies has no resource to narrow it to (service authorization reference).
    { action: "organizations:ListPolicies", resources: () => ["*"] },
  ],
  writes: [
    // By type, not by id: a policy that is made has none yet, and one that was made has another one
    // than the lock file pins; one that has taken a declared name can be any.
    { action: "organizations:CreatePolicy", resources: ownPolicyArns },
    { action: "organizations:UpdatePolicy", resources: ownPolicyArns },
  ],
  desired: (baseline) => ({ keys: declaredKeys(baseline), of: (key) => wanted(key, baseline) }),
  subject,
  async *survey(aws, baseline) {
    yield* (await import("./live.ts")).survey(aws, baseline);
  },
  observe: async (key, aws, baseline) => (await import("./live.ts")).observe(key, aws, baseline),
  diff: async (want, live) => (await import("./diff.ts")).diff(want, live),
  plan: async (key, want, live) => (await import("./plan.ts")).plan(key, want, live),
  impact: async (_key, want, live, baseline) =>
    (await import("./impact.ts")).impact(want, live, baseline),
  neighbours: ({ resource }, _differences, baseline) => [
    ...attachmentsOf(baseline, resource),
    ...besides(baseline, resource),
  ],
  // A policy is detached everywhere before it can be deleted, and nobody could attach it since.
  follow: ({ resource }, differences, baseline) =>
    differences.some(({ aspect }) => aspect === "deleted") ? attachmentsOf(baseline, resource) : [],
});

function wanted({ resource }: ResourceKey, baseline: Baseline): Want | undefined {
  const policy = policyByName(baseline, resource);
  if (policy === undefined) return undefined;
  const { policies, leaveAlone } = baseline;
  return { policy, declared: policies.map(({ id }) => id), leaveAlone };
}

function subject({ resource: name }: ResourceKey, baseline: Baseline): Subject {
  const policy = policyByName(baseline, name);
  const unit = unitHolding(baseline, name);
  return {
    name,
    ...(unit !== undefined && { unit }),
    accounts: accountsBelow(baseline, name).map(({ id }) => id),
    resourceType: "Other",
    resourceId:
      policy === undefined
        ? organizationArn(baseline, `policy/${baseline.organization.id}/${name}`)
        : policyArn(baseline, policy.type, policy.id),
  };
}

/** Where the policy has to be attached, with the id that it has now. */
function attachmentsOf(baseline: Baseline, name: string): ResourceKey[] {
  const policy = policyByName(baseline, name);
  return policy === undefined ? [] : keysDeclaring(baseline, new Set([policy.id]));
}

/** The other policies of the same places: whoever weakens one there has reason to weaken them too. */
function besides(baseline: Baseline, name: string): ResourceKey[] {
  const targets = new Set(targetsOf(baseline, name));
  const near = [...baseline.units, ...baseline.accounts].filter(({ id }) => targets.has(id));
  const names = new Set(near.flatMap(({ policies }) => policies));
  names.delete(name);
  return [...names].map((one) => keyOf(baseline, one));
}
