/** Roles let in from beyond their account exactly those who are declared. */
import {
  type Baseline,
  defineGuardrail,
  type Impact,
  type ResourceKey,
  type Subject,
} from "@holdfast/core";
import { subjectIn } from "../accounts/subject.ts";
import { called } from "../called.ts";
import { declaredKeys, declaredOf, GUARDRAIL, keysOf } from "./keys.ts";
import { wanted } from "./wanted.ts";

/** No permission for what is not declared, and so not guarded. */
const whereDeclared =
  (...resources: readonly string[]) =>
  ({ trust }: Baseline) =>
    trust === undefined ? [] : resources;

const roles = whereDeclared("arn:aws:iam::*:role/*");

/** Users are looked up where one is declared. */
const users = ({ trust = [] }: Baseline) =>
  trust.some(({ principals }) => principals.some(({ kind }) => kind === "user"))
    ? ["arn:aws:iam::*:user/*"]
    : [];

export const crossAccountRole = defineGuardrail({
  id: GUARDRAIL,
  domain: "accounts",
  severity: "CRITICAL",
  title: "Roles let in from beyond their account exactly those who are declared",
  why: "A trust policy is a door into an account that no permission set and no user shows: whoever widens it comes back whenever they like.",
  docs: "packages/guardrails/src/cross-account-role/README.md",
  aspects: {
    undeclared: { title: "a role lets somebody in, and nobody declared that it does" },
    replaced: { title: "a role or whom it lets in was deleted or made again by somebody" },
  },
  watches: [
    {
      pattern: called("iam", ["CreateRole", "DeleteRole", "UpdateAssumeRolePolicy"]),
      // IAM is global: it records in us-east-1.
      regions: ["us-east-1"],
      keys: keysOf,
    },
    {
      pattern: called("iam", ["CreateUser", "DeleteUser"]),
      regions: ["us-east-1"],
      keys: keysOf,
    },
  ],
  reads: [
    { action: "organizations:ListAccounts", resources: whereDeclared("*"), home: true },
    { action: "iam:GetAccountAuthorizationDetails", resources: whereDeclared("*") },
    { action: "iam:GetRole", resources: roles },
    { action: "iam:GetUser", resources: users },
  ],
  writes: [{ action: "iam:UpdateAssumeRolePolicy", resources: roles }],
  desired: (baseline) => ({ keys: declaredKeys(baseline), of: (key) => wanted(key, baseline) }),
  subject,
  declaredAt,
  async *survey(aws, baseline, context) {
    yield* (await import("./survey.ts")).survey(aws, baseline, context);
  },
  observe: async (key, aws, baseline) => (await import("./live.ts")).observe(key, aws, baseline),
  diff: async (want, live) => (await import("./diff.ts")).diff(want, live),
  plan: async (key, want, live) => (await import("./plan.ts")).plan(key, want, live),
  impact: async (key, want, live) => {
    if (live === undefined) return undefined;
    const { opened } = await import("./diff.ts");
    return impact(key, opened(want, live));
  },
  // Whoever widened one role may have widened others in the account.
  neighbours: (key, _differences, baseline) =>
    declaredKeys(baseline).filter(
      ({ account, resource }) => account === key.account && resource !== key.resource,
    ),
});

function subject({ account, resource: name }: ResourceKey, baseline: Baseline): Subject {
  const resourceId = `arn:aws:iam::${account}:role/${name}`;
  return subjectIn(account, baseline, { name, resourceType: "AwsIamRole", resourceId });
}

function declaredAt({ account, resource }: ResourceKey, baseline: Baseline) {
  // A compiled baseline has the list in another order than the file: its place is that of the whole.
  return declaredOf(baseline, account, resource) && { path: ["trust"] };
}

function impact({ account }: ResourceKey, opened: readonly string[]): Impact | undefined {
  if (opened.length === 0) return undefined;
  return {
    sentences: [
      `${opened.join(", ")} could take the role, with all that it may do in ${account}`,
      "sessions that have begun last until they end, up to twelve hours, also after the trust is gone",
    ],
    accounts: 1,
  };
}
