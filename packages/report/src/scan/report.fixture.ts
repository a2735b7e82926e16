/** A plan with one entry of every kind, and strings that an attacker chose. */
import type { ScanEntry, ScanReport } from "@holdfast/core";

/** Ends code, opens tags, mentions a team, hides its end. */
export const HOSTILE =
  "x`</summary><img src=x onerror=alert(1)> @team [a](https://evil.example) \u202e";

const MANAGEMENT = "100000000001";

function entryOf(parts: Partial<ScanEntry> & Pick<ScanEntry, "key" | "status">): ScanEntry {
  return {
    guardrail: "scp-attachment",
    subject: {
      name: "Root/Workloads",
      unit: "Root/Workloads",
      accounts: ["100000000007"],
      resourceType: "Other",
      resourceId: `arn:aws:organizations::${MANAGEMENT}:ou/o-5ecurecart/ou-5c7t-1cb75ff0`,
    },
    severity: "CRITICAL",
    mode: "revert",
    differences: [],
    steps: [],
    causes: [],
    ...parts,
  };
}

export const DRIFTED = entryOf({
  key: `scp-attachment/${MANAGEMENT}/us-east-1/SERVICE_CONTROL_POLICY/ou-5c7t-1cb75ff0`,
  status: "DRIFTED",
  differences: [
    {
      path: "policies.developers-no-iam",
      kind: "missing",
      expected: "p-7415c39f",
      actual: null,
      message: "developers-no-iam (p-7415c39f) is declared, and is not attached",
    },
    {
      path: "policies.p-evil",
      kind: "unexpected",
      expected: null,
      actual: "p-evil",
      message: `${HOSTILE} (p-evil) is attached, and nobody declared it`,
    },
  ],
  impact: { sentences: ["a role in dev may now call iam:CreateUser"], accounts: 4 },
  steps: [
    {
      action: "organizations:AttachPolicy",
      effect: "restrict",
      reason: "attach developers-no-iam (p-7415c39f), which is declared",
      runs: true,
      removes: false,
    },
    {
      action: "organizations:DetachPolicy",
      effect: "grant",
      reason: `detach ${HOSTILE}, which nobody declared`,
      runs: false,
      withheld: "hold on 100000000007 by olivia: incident 42",
      removes: true,
    },
  ],
  causes: [
    {
      eventId: "1f2e0000-0000-4000-8000-000000000001",
      eventName: "DetachPolicy",
      eventSource: "organizations.amazonaws.com",
      at: "2026-11-23T08:58:01Z",
      actor: {
        type: "AssumedRole",
        name: HOSTILE,
        role: `arn:aws:iam::${MANAGEMENT}:role/Admin`,
        sourceIp: "198.51.100.7",
      },
    },
  ],
  incident: "inc-0123456789ab",
  place: { file: "holdfast.yaml", line: 47, column: 5, path: "units.Root/Workloads.policies" },
});

const EXEMPTION = {
  guardrail: "scp-attachment",
  key: "devops",
  reason: "vendor trial",
  owner: "platform-team",
  ticket: "SEC-7",
  expiresOn: "2027-01-31",
  expired: false,
} as const;

export const EXEMPT = entryOf({
  key: `scp-attachment/${MANAGEMENT}/us-east-1/SERVICE_CONTROL_POLICY/100000000004`,
  status: "EXEMPT",
  severity: "LOW",
  subject: { ...DRIFTED.subject, name: "devops", resourceType: "AwsAccount" },
  differences: DRIFTED.differences.slice(0, 1),
  exemption: EXEMPTION,
});

export const UNKNOWN = entryOf({
  key: `scp-attachment/${MANAGEMENT}/us-east-1/SERVICE_CONTROL_POLICY/100000000009`,
  status: "UNKNOWN",
  subject: { ...DRIFTED.subject, name: "production" },
  reason: "organizations:ListPoliciesForTarget: AccessDeniedException: not authorized",
});

export const PENDING = entryOf({
  key: `policy-type/${MANAGEMENT}/us-east-1/SERVICE_CONTROL_POLICY`,
  guardrail: "policy-type",
  status: "PENDING",
  subject: { ...DRIFTED.subject, name: "Root", unit: "Root" },
  reason: "service control policies are being enabled",
});

export const REPORT: ScanReport = {
  version: 1,
  kind: "plan",
  id: "plan-20261123T090000Z-1a2b3c4d",
  startedAt: "2026-11-23T09:00:00.000Z",
  finishedAt: "2026-11-23T09:00:42.000Z",
  complete: false,
  organization: {
    id: "o-5ecurecart",
    management: MANAGEMENT,
    units: ["Root", "Root/Sandbox", "Root/Workloads"],
    accounts: [
      { id: MANAGEMENT, name: "management", unit: "Root" },
      { id: "100000000004", name: "devops", unit: "Root/Workloads" },
      { id: "100000000007", name: "dev", unit: "Root/Workloads" },
      { id: "100000000009", name: "production", unit: "Root/Workloads" },
      { id: "100000000010", name: "playground", unit: "Root/Sandbox" },
    ],
  },
  baseline: { hash: "9c4e6ed75e7a0000", directory: "examples/securecart" },
  caller: {
    account: MANAGEMENT,
    arn: `arn:aws:sts::${MANAGEMENT}:assumed-role/Audit/olivia`,
    role: "Audit",
  },
  stage: { kind: "read", name: "production" },
  guardrails: ["policy-type", "scp-attachment"].map((id) => ({
    id,
    domain: "organization",
    title: `Title of ${id}`,
    why: `Why ${id} matters.`,
    docs: `packages/guardrails/src/${id}/README.md`,
    runbook: `https://git.securecart.example/holdfast/docs/runbooks/${id}.md`,
    severity: "CRITICAL",
  })),
  sections: [
    {
      guardrail: "account-assignment",
      state: "READ",
      asOf: "2026-11-23T09:00:00.000Z",
      keys: 5_467,
      inSync: 5_467,
      coverage: [
        { what: "every user", done: 12, of: 12, since: "2026-11-23T09:00:00.000Z" },
        {
          what: "every account and permission set",
          done: 5_467,
          of: 100_000,
          since: "2026-11-20T09:00:00.000Z",
        },
      ],
    },
    {
      guardrail: "account-assignment",
      account: MANAGEMENT,
      state: "NOT_CHECKED",
      reason: { code: "DENIED", message: "sso:ListAccountAssignments: AccessDeniedException" },
      asOf: "2026-11-23T09:00:00.000Z",
      keys: 0,
      inSync: 0,
    },
    {
      guardrail: "policy-type",
      state: "READ",
      asOf: "2026-11-23T09:00:01.000Z",
      keys: 2,
      inSync: 1,
    },
    {
      guardrail: "scp-attachment",
      state: "PARTIAL",
      reason: { code: "DENIED", message: "organizations:DescribePolicy: AccessDeniedException" },
      asOf: "2026-11-23T09:00:02.000Z",
      keys: 30,
      inSync: 27,
    },
  ],
  entries: [PENDING, DRIFTED, EXEMPT, UNKNOWN],
  exemptions: [EXEMPTION],
  summary: {
    inSync: 5_495,
    drifted: 1,
    exempt: 1,
    pending: 1,
    unknown: 1,
    unread: 2,
    wouldRevert: 0,
    bySeverity: { CRITICAL: 1 },
  },
  notes: ["CloudTrail could not be asked for all of them."],
};
