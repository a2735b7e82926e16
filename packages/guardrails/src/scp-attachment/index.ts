/** Every root, unit and account carries exactly the policies it is declared to carry. */
import {
  accountsUnder,
  type Baseline,
  defineGuardrail,
  type Effect,
  isControlPolicy,
  isControlPolicyType,
  mayWrite,
  type Policy,
  type ResourceKey,
  type Subject,
} from "@holdfast/core";
import { effectOfAttaching } from "@holdfast/policy/effect";
import {
  awsPolicyArns,
  organizationArn,
  ownPolicyArns,
  policyArn,
  targetArns,
} from "../organization-arns.ts";
import { CALLS as TYPE_CALLS, keyOf as typeKey, usedTypes } from "../policy-type/keys.ts";
import { GUARDRAIL as SCP_CONTENT } from "../scp-content/keys.ts";
import { declaredKeys, GUARDRAIL, keyOf, keysDeclaring, keysOf, typeAndTarget } from "./keys.ts";
import { observe, survey } from "./live.ts";
import type { Want } from "./plan.ts";

const anyPolicy = (baseline: Baseline) => [...ownPolicyArns(baseline), ...awsPolicyArns(baseline)];

/**
 * Only what is declared can ever be attached, whoever takes the role over. Where scp-content may make a
 * deleted policy anew, its id is one that nobody knows yet: then any of the organization's own.
 */
const declaredPolicies = (baseline: Baseline) =>
  mayWrite(baseline, SCP_CONTENT)
    ? ownPolicyArns(baseline)
    : baseline.policies.map(({ id, type }) => policyArn(baseline, type, id));

/** With the policy parser: what a cold start carries without it reaches AWS sooner. */
const loadPlan = () => import("./plan.ts");

export const scpAttachment = defineGuardrail({
  id: GUARDRAIL,
  domain: "organization",
  severity: "CRITICAL",
  title: "Every root, unit and account carries exactly the declared policies",
  why: "Whoever detaches a service control policy lifts it from every account below at once.",
  docs: "packages/guardrails/src/scp-attachment/README.md",
  watches: [
    {
      pattern: {
        source: ["aws.organizations"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["organizations.amazonaws.com"],
          eventName: [
            "AttachPolicy",
            "CreateOrganizationalUnit",
            "DeletePolicy",
            "DetachPolicy",
            "DisablePolicyType",
            "EnablePolicyType",
          ],
        },
      },
      regions: ["us-east-1"],
      keys: keysOf,
    },
    {
      pattern: {
        source: ["aws.organizations"],
        "detail-type": ["AWS Service Event via CloudTrail"],
        detail: {
          eventSource: ["organizations.amazonaws.com"],
          eventName: ["CreateAccountResult"],
        },
      },
      regions: ["us-east-1"],
      keys: keysOf,
    },
  ],
  reads: [
    { action: "organizations:ListPoliciesForTarget", resources: targetArns },
    { action: "organizations:ListTargetsForPolicy", resources: anyPolicy },
    // ListPolicies has no resource to narrow it to (service authorization reference).
    { action: "organizations:ListPolicies", resources: () => ["*"] },
    { action: "organizations:DescribePolicy", resources: anyPolicy },
  ],
  writes: [
    {
      action: "organizations:AttachPolicy",
      resources: (baseline) => [...declaredPolicies(baseline), ...targetArns(baseline)],
    },
    {
      action: "organizations:DetachPolicy",
      resources: (baseline) => [...anyPolicy(baseline), ...targetArns(baseline)],
    },
  ],
  desired: (baseline) => ({
    keys: declaredKeys(baseline),
    of: (key) => wanted(key, baseline),
  }),
  subject,
  declaredAt,
  survey,
  observe,
  diff: async (want, live) => (await loadPlan()).diff(want, live),
  plan: async (key, want, live) => (await loadPlan()).plan(key, want, live),
  neighbours(key, differences, baseline) {
    const { type } = typeAndTarget(key);
    const drifted = differences.flatMap(({ expected, actual }) => [expected, actual]);
    const ids = new Set(drifted.filter((id) => typeof id === "string"));
    const near = baseline.units.map(({ id }) => keyOf(baseline, type, id));
    const all = [...keysDeclaring(baseline, ids), ...near];
    return all.filter(
      ({ resource }, index) =>
        resource !== key.resource && all.findIndex((one) => one.resource === resource) === index,
    );
  },
  dependsOn(key, baseline) {
    const { type } = typeAndTarget(key);
    if (!usedTypes(baseline).includes(type)) return undefined;
    return { key: typeKey(baseline, type), calls: TYPE_CALLS };
  },
});

function wanted(key: ResourceKey, baseline: Baseline): Want {
  const { type, target } = typeAndTarget(key);
  const place = [...baseline.units, ...baseline.accounts].find(({ id }) => id === target);
  const policies = baseline.policies
    .filter((policy) => policy.type === type && place?.policies.includes(policy.name))
    .map((policy) => ({ id: policy.id, name: policy.name, onAttach: effectOf(policy) }));
  // That a place is gone is told once for each type that it carries. Control policies are everywhere.
  const declared = place !== undefined && (isControlPolicyType(type) || policies.length > 0);
  return { policies, leaveAlone: baseline.leaveAlone, declared };
}

/**
 * Attaching a management policy provably neither takes access away nor gives it: what it configures is the
 * service's own to interpret (a backup plan, a role for chat, an image that may be launched), and a child's
 * policy may replace what a parent's says. What is not known to restrict counts as a grant.
 */
function effectOf(policy: Policy): Effect {
  return isControlPolicy(policy) ? effectOfAttaching(policy.content, policy.type) : "grant";
}

/** The list that the policy is missing from, or that an undeclared one is not on. */
function declaredAt(key: ResourceKey, baseline: Baseline) {
  const { target } = typeAndTarget(key);
  const unit = baseline.units.find(({ id }) => id === target);
  if (unit) return { path: ["units", unit.path, "policies"] };
  const account = baseline.accounts.find(({ id }) => id === target);
  return account && { path: ["accounts", account.name, "policies"] };
}

function subject(key: ResourceKey, baseline: Baseline): Subject {
  const { target } = typeAndTarget(key);
  const { id } = baseline.organization;
  const unit = baseline.units.find((one) => one.id === target);
  if (unit) {
    const kind = unit.path === "Root" ? "root" : "ou";
    return {
      name: unit.path,
      unit: unit.path,
      accounts: accountsUnder(baseline, unit.path).map((account) => account.id),
      resourceType: "Other",
      resourceId: organizationArn(baseline, `${kind}/${id}/${target}`),
    };
  }
  const account = baseline.accounts.find((one) => one.id === target);
  const isAccount = /^\d{12}$/.test(target);
  return {
    name: account?.name ?? target,
    ...(account && { unit: account.unit }),
    accounts: isAccount ? [target] : [],
    ...(!isAccount && { accountsUnknown: true }),
    resourceType: isAccount ? "AwsAccount" : "Other",
    resourceId: organizationArn(baseline, `${isAccount ? "account" : "ou"}/${id}/${target}`),
  };
}
