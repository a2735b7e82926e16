/** Findings for tests: an SCP detached from Root/Workloads, in every outcome that matters. */
import type { ActionTaken, Finding } from "@holdfast/core";

export const ATTACH: ActionTaken = {
  action: "organizations:AttachPolicy",
  reason: "deny-delete-role is declared for Root/Workloads",
  effect: "restrict",
  result: "done",
  at: "2026-11-03T14:02:13Z",
};

export const REVERTED: Finding = {
  key: {
    guardrail: "scp-attachment",
    account: "100000000001",
    region: "us-east-1",
    resource: "ou-abcd-11111111",
  },
  subject: {
    name: "Root/Workloads",
    unit: "Root/Workloads",
    accounts: ["100000000007", "100000000009"],
    resourceType: "AwsOrganizationsOrganizationalUnit",
    resourceId: "arn:aws:organizations::100000000001:ou/o-example/ou-abcd-11111111",
  },
  guardrail: {
    id: "scp-attachment",
    title: "Every unit carries exactly the declared policies",
    why: "A detached policy takes its denials away at once.",
    docs: "packages/guardrails/src/scp-attachment/README.md",
    runbook: "https://docs.example/scp-attachment",
  },
  severity: "CRITICAL",
  mode: "revert",
  outcome: "REVERTED",
  incident: "inc-0001",
  differences: [
    {
      path: "policies.deny-delete-role",
      kind: "missing",
      expected: "p-denydelete",
      actual: null,
      message: "the policy deny-delete-role is not attached",
    },
  ],
  actions: [ATTACH],
  causes: [
    {
      eventId: "1f2e0000-0000-4000-8000-000000000001",
      eventName: "DetachPolicy",
      eventSource: "organizations.amazonaws.com",
      at: "2026-11-03T14:02:11Z",
      actor: {
        type: "AssumedRole",
        name: "alice@securecart.example",
        arn: "arn:aws:sts::100000000001:assumed-role/Admin/alice@securecart.example",
        account: "100000000001",
        role: "arn:aws:iam::100000000001:role/Admin",
        sourceIp: "198.51.100.7",
      },
    },
  ],
  causeCount: 3,
  notes: [],
  firstSeenAt: "2026-11-03T14:02:12Z",
  updatedAt: "2026-11-03T14:02:14Z",
  baselineHash: "3f9c1e2d",
  closed: true,
};

/** Mode restrict: what gives access back is withheld. */
export const ALERTED: Finding = {
  ...REVERTED,
  mode: "restrict",
  outcome: "ALERTED",
  closed: false,
  actions: [
    ATTACH,
    {
      action: "organizations:DetachPolicy",
      reason: "surprise is not declared for Root/Workloads",
      effect: "grant",
      result: "withheld",
      detail: "mode restrict only takes access away",
      at: "2026-11-03T14:02:13Z",
    },
  ],
};

export const FAILED: Finding = {
  ...REVERTED,
  outcome: "FAILED",
  closed: false,
  actions: [{ ...ATTACH, result: "failed", detail: "organizations:AttachPolicy: AccessDenied" }],
  notes: ["The incident table could not be written; there is no before-state."],
};

export const UNKNOWN: Finding = {
  ...REVERTED,
  outcome: "UNKNOWN",
  closed: false,
  differences: [],
  actions: [],
  notes: ["organizations:ListPoliciesForTarget: AccessDeniedException"],
};

export const EXEMPT: Finding = {
  ...REVERTED,
  outcome: "EXEMPT",
  severity: "LOW",
  closed: false,
  actions: [],
};

export const TOLERATED: Finding = {
  ...REVERTED,
  outcome: "TOLERATED",
  severity: "INFORMATIONAL",
  closed: false,
  actions: [],
};

/** Found by a scan and gone by itself. */
export const RESOLVED: Finding = {
  ...REVERTED,
  outcome: "RESOLVED",
  actions: [],
  causes: [],
  causeCount: 0,
};

export const UNVERIFIED: Finding = { ...REVERTED, outcome: "UNVERIFIED", closed: false };

/** A tripwire's incident with a second event. */
export const TRIPPED: Finding = {
  key: {
    guardrail: "root-activity",
    account: "100000000009",
    region: "us-east-1",
    resource: "root",
  },
  subject: {
    name: "production",
    unit: "Root/Workloads",
    accounts: ["100000000009"],
    resourceType: "AwsAccount",
    resourceId: "AWS::::Account:100000000009",
  },
  guardrail: {
    id: "root-activity",
    title: "Nobody acts as the root user",
    why: "No policy but a service control policy binds the root user.",
    docs: "docs/root-activity.md",
    runbook: "https://docs.example/root-activity",
    tactic: "Initial Access",
  },
  severity: "CRITICAL",
  mode: "alert",
  outcome: "TRIPPED",
  incident: "inc-0002",
  happened: "root signed in to production without MFA",
  differences: [],
  actions: [],
  causes: [
    {
      eventId: "2f2e0000-0000-4000-8000-000000000001",
      eventName: "ConsoleLogin",
      eventSource: "signin.amazonaws.com",
      at: "2026-11-03T15:00:00Z",
      actor: {
        type: "Root",
        name: "root",
        arn: "arn:aws:iam::100000000009:root",
        account: "100000000009",
        sourceIp: "198.51.100.7",
      },
      what: "root signed in to production without MFA",
    },
    {
      eventId: "2f2e0000-0000-4000-8000-000000000002",
      eventName: "CreateAccessKey",
      eventSource: "iam.amazonaws.com",
      at: "2026-11-03T15:00:40Z",
      actor: { type: "Root", name: "root", account: "100000000009", sourceIp: "198.51.100.7" },
      what: "root called iam:CreateAccessKey in production",
    },
  ],
  causeCount: 2,
  notes: [],
  firstSeenAt: "2026-11-03T15:00:02Z",
  updatedAt: "2026-11-03T15:00:42Z",
  baselineHash: "3f9c1e2d",
  closed: false,
};

export const EVERY_OUTCOME = [
  REVERTED,
  UNVERIFIED,
  ALERTED,
  FAILED,
  UNKNOWN,
  EXEMPT,
  TOLERATED,
  RESOLVED,
  TRIPPED,
];
