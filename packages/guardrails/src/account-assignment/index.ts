/** In every account exactly the declared groups and users have the declared permission sets. */
import {
  accountById,
  type Baseline,
  defineGuardrail,
  permissionSetByName,
  type ResourceKey,
  type Subject,
} from "@holdfast/core";
import {
  accountArn,
  accountArns,
  assignmentArns,
  directoryArns,
  everything,
  instanceArns,
  permissionSetArns,
} from "../identity-center/arns.ts";
import { roleRights } from "../identity-center/management-account.ts";
import { keyOf as setKeyOf } from "../permission-set/keys.ts";
import { declaredKeys, GUARDRAIL, keysOf } from "./keys.ts";
import type { Want } from "./plan.ts";

export const accountAssignment = defineGuardrail({
  id: GUARDRAIL,
  domain: "identity-center",
  severity: "CRITICAL",
  title: "In every account exactly the declared groups and users have the declared permission sets",
  why: "One assignment makes its holder an administrator of a whole account, and no policy shows it.",
  docs: "packages/guardrails/src/account-assignment/README.md",
  aspects: {
    user: { title: "a user has a permission set by an assignment of their own" },
    group: { title: "a group has a permission set that nobody declared" },
    missing: { title: "a declared assignment is missing", severity: "MEDIUM" },
    unresolved: {
      title: "an assignment is somebody's whom the identity store does not know",
      severity: "MEDIUM",
    },
  },
  watches: [
    {
      pattern: {
        source: ["aws.sso"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["sso.amazonaws.com"],
          eventName: ["CreateAccountAssignment", "DeleteAccountAssignment"],
        },
      },
      keys: keysOf,
    },
    {
      pattern: {
        source: ["aws.organizations"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["organizations.amazonaws.com"],
          eventName: ["MoveAccount"],
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
          eventName: ["AccountJoinedOrganization", "CreateAccountResult"],
        },
      },
      regions: ["us-east-1"],
      keys: keysOf,
    },
  ],
  reads: [
    { action: "sso:ListInstances", resources: everything },
    { action: "sso:ListPermissionSets", resources: instanceArns },
    { action: "sso:ListAccountsForProvisionedPermissionSet", resources: permissionSetArns },
    { action: "sso:ListAccountAssignments", resources: assignmentArns },
    { action: "sso:ListAccountAssignmentsForPrincipal", resources: instanceArns },
    { action: "sso:ListAccountAssignmentCreationStatus", resources: instanceArns },
    { action: "sso:DescribeAccountAssignmentCreationStatus", resources: instanceArns },
    { action: "sso:ListAccountAssignmentDeletionStatus", resources: instanceArns },
    { action: "sso:DescribeAccountAssignmentDeletionStatus", resources: instanceArns },
    { action: "identitystore:DescribeGroup", resources: directoryArns("group") },
    { action: "identitystore:DescribeUser", resources: directoryArns("user") },
    { action: "identitystore:ListGroups", resources: directoryArns("group") },
    { action: "identitystore:ListUsers", resources: directoryArns("user") },
    { action: "organizations:DescribeAccount", resources: accountArns },
    // ListAccounts has no resource to narrow it to (service authorization reference).
    { action: "organizations:ListAccounts", resources: everything },
  ],
  writes: [
    { action: "sso:CreateAccountAssignment", resources: assignmentArns, further: roleRights },
    { action: "sso:DeleteAccountAssignment", resources: assignmentArns, further: roleRights },
  ],
  desired: (baseline) => ({ keys: declaredKeys(baseline), of: (key) => wanted(key, baseline) }),
  subject,
  declaredAt: () => ({ path: ["assignments"] }),
  async *survey(aws, baseline, turn) {
    yield* (await import("./survey.ts")).survey(aws, baseline, turn);
  },
  observe: async (key, aws, baseline) => (await import("./live.ts")).observe(key, aws, baseline),
  diff: async (want, live) => (await import("./plan.ts")).diff(want, live),
  plan: async (key, want, live) => (await import("./plan.ts")).plan(key, want, live),
  impact: async (_key, want, live, baseline) =>
    (await import("./impact.ts")).impact(want, live, baseline),
  dependsOn({ resource }, baseline) {
    const { identityCenter: center } = baseline;
    if (center === undefined || permissionSetByName(center, resource) === undefined)
      return undefined;
    return { key: setKeyOf(baseline, resource), calls: ["DeletePermissionSet"] };
  },
});

function wanted({ account, resource: label }: ResourceKey, baseline: Baseline): Want {
  return { baseline, account, label };
}

function subject({ account, resource: label }: ResourceKey, baseline: Baseline): Subject {
  const known = accountById(baseline, account);
  return {
    name: `${label} in ${known?.name ?? account}`,
    ...(known && { unit: known.unit }),
    accounts: [account],
    resourceType: "Other",
    resourceId: `${accountArn(account)}#${label}`,
  };
}
