/** There are no IAM users but declared ones. */
import {
  type Baseline,
  defineGuardrail,
  type Impact,
  type ResourceKey,
  type Subject,
} from "@holdfast/core";
import { subjectIn } from "../accounts/subject.ts";
import { called } from "../called.ts";
import { declaredKeys, GUARDRAIL, keysOf } from "./keys.ts";
import { QUARANTINE } from "./quarantine.ts";
import { wanted } from "./want.ts";

/** No permission for what is not declared, and so not guarded. */
const whereDeclared =
  (resource: string) =>
  ({ iamUsers }: Baseline) =>
    iamUsers === undefined ? [] : [resource];

const users = whereDeclared("arn:aws:iam::*:user/*");
const everything = whereDeclared("*");

export const iamUser = defineGuardrail({
  id: GUARDRAIL,
  domain: "accounts",
  severity: "CRITICAL",
  title: "There are no IAM users but declared ones",
  why: "A user's access key never ends: whoever makes one has a way in that no sign-in page, no second factor and no leaver's list knows of.",
  docs: "packages/guardrails/src/iam-user/README.md",
  aspects: {
    "emergency-key": {
      title: "a user for emergencies has an active access key",
      severity: "HIGH",
    },
    missing: { title: "a user for emergencies is not there", severity: "MEDIUM" },
  },
  watches: [
    {
      pattern: called("iam", [
        "CreateAccessKey",
        "CreateLoginProfile",
        "CreateServiceSpecificCredential",
        "CreateUser",
        "DeleteAccessKey",
        "DeleteLoginProfile",
        "DeleteUser",
        "DetachUserPolicy",
        "ResetServiceSpecificCredential",
        "UpdateAccessKey",
        "UpdateLoginProfile",
        "UpdateServiceSpecificCredential",
        "UpdateSigningCertificate",
        "UpdateSSHPublicKey",
        "UpdateUser",
        "UploadSigningCertificate",
        "UploadSSHPublicKey",
      ]),
      // IAM is global: it records in us-east-1.
      regions: ["us-east-1"],
      keys: keysOf,
    },
  ],
  reads: [
    { action: "organizations:ListAccounts", resources: everything, home: true },
    { action: "iam:ListUsers", resources: everything },
    { action: "iam:GetUser", resources: users },
    { action: "iam:GetLoginProfile", resources: users },
    { action: "iam:ListAccessKeys", resources: users },
    { action: "iam:ListAttachedUserPolicies", resources: users },
    { action: "iam:ListServiceSpecificCredentials", resources: users },
    { action: "iam:ListSigningCertificates", resources: users },
    { action: "iam:ListSSHPublicKeys", resources: users },
  ],
  writes: [
    { action: "iam:UpdateAccessKey", resources: users },
    { action: "iam:DeleteLoginProfile", resources: users },
    { action: "iam:UpdateServiceSpecificCredential", resources: users },
    { action: "iam:UpdateSigningCertificate", resources: users },
    { action: "iam:UpdateSSHPublicKey", resources: users },
    // Whoever takes the role over can attach nothing that gives, and not take the quarantine away.
    {
      action: "iam:AttachUserPolicy",
      resources: users,
      condition: () => ({ ArnEquals: { "iam:PolicyARN": [QUARANTINE] } }),
    },
    {
      action: "iam:DetachUserPolicy",
      resources: users,
      condition: () => ({ ArnNotEquals: { "iam:PolicyARN": [QUARANTINE] } }),
    },
  ],
  desired: (baseline) => ({ keys: declaredKeys(baseline), of: (key) => wanted(key, baseline) }),
  subject,
  declaredAt: (_key, baseline) => (baseline.iamUsers ? { path: ["iamUsers"] } : undefined),
  async *survey(aws, baseline, context) {
    yield* (await import("./live.ts")).survey(aws, baseline, context);
  },
  observe: async (key, aws) => (await import("./live.ts")).observe(key, aws),
  diff: async (want, live) => (await import("./diff.ts")).diff(want, live),
  plan: async (key, want, live) => (await import("./plan.ts")).plan(key, want, live),
  impact: async (_key, want, live) => {
    if (live === undefined || want.allowed.includes(live.arn)) return undefined;
    return opened(live.policies);
  },
});

function subject({ account, resource: name }: ResourceKey, baseline: Baseline): Subject {
  const resourceId = `arn:aws:iam::${account}:user/${name}`;
  return subjectIn(account, baseline, { name, resourceType: "AwsIamUser", resourceId });
}

/** What it may do by its managed policies; what is written into it is not read. */
function opened(policies: readonly string[]): Impact {
  const names = policies
    .filter((arn) => arn !== QUARANTINE)
    .map((arn) => arn.replace(/^arn:aws:iam::aws:policy\//, "AWS's "));
  return {
    sentences: [
      names.length === 0
        ? "no managed policy gives it anything; what is written into the user or its groups may"
        : `it has ${names.join(", ")}`,
      "sessions that its keys have begun last up to 36 hours, and the policy that denies binds them, too",
    ],
    accounts: 1,
  };
}
