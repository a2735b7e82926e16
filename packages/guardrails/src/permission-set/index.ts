/** Every declared permission set gives what it is declared to give, in every account that has it. */
import {
  assignmentsIn,
  type Baseline,
  defineGuardrail,
  permissionSetByName,
  type ResourceKey,
  type Subject,
} from "@holdfast/core";
import { keysAssigning } from "../account-assignment/keys.ts";
import {
  accountArns,
  assignmentArns,
  everything,
  instanceArns,
  permissionSetArns,
} from "../identity-center/arns.ts";
import { roleRights } from "../identity-center/management-account.ts";
import { arnOf } from "../identity-center/sets.ts";
import { declaredKeys, GUARDRAIL, keysOf } from "./keys.ts";
import type { Want } from "./plan.ts";

export const permissionSet = defineGuardrail({
  id: GUARDRAIL,
  domain: "identity-center",
  severity: "CRITICAL",
  title: "Every declared permission set gives exactly what it is declared to give",
  why: "Whoever widens a permission set widens it for everybody who has it, in every account, without an assignment.",
  docs: "packages/guardrails/src/permission-set/README.md",
  aspects: {
    wider: { title: "it may give more than declared" },
    narrower: { title: "it gives less than declared", severity: "MEDIUM" },
    reworded: {
      title: "its inline policy says the same in other words",
      most: "alert",
      severity: "INFORMATIONAL",
    },
    labels: { title: "its description or relay state was changed", severity: "LOW" },
    tags: { title: "its tags were changed", severity: "MEDIUM" },
    provisioning: { title: "accounts have it as it was before an edit", severity: "HIGH" },
    deleted: { title: "it was deleted", severity: "HIGH" },
    squatted: { title: "another permission set has taken its name", severity: "HIGH" },
    undeclared: { title: "nobody declared it", severity: "HIGH" },
  },
  watches: [
    {
      pattern: {
        source: ["aws.sso"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["sso.amazonaws.com"],
          eventName: [
            "AttachCustomerManagedPolicyReferenceToPermissionSet",
            "AttachManagedPolicyToPermissionSet",
            "CreatePermissionSet",
            "DeleteInlinePolicyFromPermissionSet",
            "DeletePermissionSet",
            "DeletePermissionsBoundaryFromPermissionSet",
            "DetachCustomerManagedPolicyReferenceFromPermissionSet",
            "DetachManagedPolicyFromPermissionSet",
            "ProvisionPermissionSet",
            "PutInlinePolicyToPermissionSet",
            "PutPermissionsBoundaryToPermissionSet",
            "TagResource",
            "UntagResource",
            "UpdatePermissionSet",
          ],
        },
      },
      keys: keysOf,
    },
  ],
  reads: [
    { action: "sso:ListInstances", resources: everything },
    { action: "sso:ListPermissionSets", resources: instanceArns },
    { action: "sso:DescribePermissionSet", resources: permissionSetArns },
    { action: "sso:GetInlinePolicyForPermissionSet", resources: permissionSetArns },
    { action: "sso:ListManagedPoliciesInPermissionSet", resources: permissionSetArns },
    {
      action: "sso:ListCustomerManagedPolicyReferencesInPermissionSet",
      resources: permissionSetArns,
    },
    { action: "sso:GetPermissionsBoundaryForPermissionSet", resources: permissionSetArns },
    { action: "sso:ListTagsForResource", resources: permissionSetArns },
    { action: "sso:ListAccountsForProvisionedPermissionSet", resources: permissionSetArns },
    { action: "sso:ListPermissionSetProvisioningStatus", resources: instanceArns },
    { action: "sso:DescribePermissionSetProvisioningStatus", resources: instanceArns },
    { action: "sso:ListAccountAssignments", resources: assignmentArns },
    { action: "organizations:DescribeAccount", resources: accountArns },
  ],
  writes: [
    { action: "sso:UpdatePermissionSet", resources: permissionSetArns },
    { action: "sso:PutInlinePolicyToPermissionSet", resources: permissionSetArns },
    { action: "sso:DeleteInlinePolicyFromPermissionSet", resources: permissionSetArns },
    { action: "sso:AttachManagedPolicyToPermissionSet", resources: permissionSetArns },
    { action: "sso:DetachManagedPolicyFromPermissionSet", resources: permissionSetArns },
    {
      action: "sso:AttachCustomerManagedPolicyReferenceToPermissionSet",
      resources: permissionSetArns,
    },
    {
      action: "sso:DetachCustomerManagedPolicyReferenceFromPermissionSet",
      resources: permissionSetArns,
    },
    { action: "sso:PutPermissionsBoundaryToPermissionSet", resources: permissionSetArns },
    { action: "sso:DeletePermissionsBoundaryFromPermissionSet", resources: permissionSetArns },
    { action: "sso:TagResource", resources: permissionSetArns },
    { action: "sso:UntagResource", resources: permissionSetArns },
    { action: "sso:CreatePermissionSet", resources: permissionSetArns },
    { action: "sso:DeletePermissionSet", resources: permissionSetArns },
    { action: "sso:ProvisionPermissionSet", resources: assignmentArns, further: roleRights },
    { action: "sso:DeleteAccountAssignment", resources: assignmentArns, further: roleRights },
  ],
  desired: (baseline) => ({ keys: declaredKeys(baseline), of: (key) => wanted(key, baseline) }),
  subject,
  declaredAt: ({ resource }) => ({ path: ["permissionSets", resource] }),
  async *survey(aws, baseline) {
    yield* (await import("./live.ts")).survey(aws, baseline);
  },
  observe: async (key, aws, baseline) => (await import("./live.ts")).observe(key, aws, baseline),
  diff: async (want, live) => (await import("./plan.ts")).diff(want, live),
  plan: async (key, want, live) => (await import("./plan.ts")).plan(key, want, live),
  impact: async ({ resource }, want, live, baseline) =>
    (await import("./impact.ts")).impact(resource, want, live, baseline),
  // A set can be deleted only once nobody has it: whoever deleted it took its assignments away before.
  follow: ({ resource }, differences, baseline) =>
    differences.some(({ aspect }) => aspect === "deleted") ? keysAssigning(baseline, resource) : [],
});

function wanted({ resource }: ResourceKey, baseline: Baseline): Want | undefined {
  const { identityCenter: center, accounts } = baseline;
  if (center === undefined) return undefined;
  return {
    instance: center.instance,
    declared: permissionSetByName(center, resource),
    undeclared: center.undeclaredPermissionSets,
    accounts,
  };
}

/** What a permission set gives is judged as the organization's root is: it may be in any account. */
function subject({ resource }: ResourceKey, baseline: Baseline): Subject {
  const { identityCenter: center, accounts } = baseline;
  const having = accounts.filter((account) =>
    assignmentsIn(baseline, account).some(({ permissionSet }) => permissionSet === resource),
  );
  return {
    name: resource,
    unit: "Root",
    accounts: having.map(({ id }) => id),
    resourceType: "Other",
    resourceId: center === undefined ? resource : arnOf(center, resource),
  };
}
