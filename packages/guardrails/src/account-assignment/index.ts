/** In every account exactly the declared groups and users have the declared permission sets. */
import {
  ARRIVALS,
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
  grantArns,
  instanceArns,
  permissionSetArns,
} from "../identity-center/arns.ts";
import { roleRights } from "../identity-center/management-account.ts";
import { keyOf as setKeyOf } from "../permission-set/keys.ts";
import { ASPECTS } from "./aspects.ts";
import type { Want } from "./deviations.ts";
import { declaredKeys, GUARDRAIL, keysOf } from "./keys.ts";

export const accountAssignment = defineGuardrail({
  id: GUARDRAIL,
  domain: "identity-center",
  severity: "HIGH",
  title: "In every account exactly the declared groups and users have the declared permission sets",
  why: "One assignment makes its holder an administrator of a whole account, and no policy shows it.",
  docs: "packages/guardrails/src/account-assignment/README.md",
  aspects: ASPECTS,
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
      // The API, and the console or an external provider.
      pattern: {
        source: ["aws.identitystore", "aws.sso-directory"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["identitystore.amazonaws.com", "sso-directory.amazonaws.com"],
          eventName: ["DeleteGroup", "DeleteUser"],
        },
      },
      keys: keysOf,
    },
    {
      pattern: {
        source: ["aws.organizations"],
        // AWS does not say which of the two its newest events of membership come as.
        "detail-type": ["AWS API Call via CloudTrail", "AWS Service Event via CloudTrail"],
        detail: {
          eventSource: ["organizations.amazonaws.com"],
          eventName: [...ARRIVALS, "MoveAccount"],
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
    // Whoever takes the role over can give nobody but a declared permission set.
    { action: "sso:CreateAccountAssignment", resources: grantArns, further: roleRights },
    { action: "sso:DeleteAccountAssignment", resources: assignmentArns, further: roleRights },
  ],
  desired: (baseline) => ({ keys: declaredKeys(baseline), of: (key) => wanted(key, baseline) }),
  subject,
  declaredAt: () => ({ path: ["assignments"] }),
  async *survey(aws, baseline, context) {
    yield* (await import("./survey.ts")).survey(aws, baseline, context);
  },
  observe: async (key, aws, baseline) => (await import("./live.ts")).observe(key, aws, baseline),
  diff: async (want, live) => (await import("./plan.ts")).diff(want, live),
  plan: async (key, want, live) => (await import("./plan.ts")).plan(key, want, live),
  impact: async (_key, want, live) => (await import("./impact.ts")).impact(want, live),
  dependsOn({ resource: label }, baseline) {
    const { identityCenter: center } = baseline;
    if (center === undefined || permissionSetByName(center, label) === undefined) return undefined;
    return { key: setKeyOf(baseline, label), calls: ["DeletePermissionSet"] };
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
