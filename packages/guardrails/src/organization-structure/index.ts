/** Units and accounts are where the baseline has them, and there are no others. */
import {
  accountById,
  accountsUnder,
  type Baseline,
  type Difference,
  defineGuardrail,
  guardedTypes,
  type ResourceKey,
  type Subject,
} from "@holdfast/core";
import { keyOf as attachmentKey } from "../scp-attachment/keys.ts";
import { ASPECTS } from "./aspects.ts";
import { diff, type Want } from "./diff.ts";
import { declaredKeys, EVENTS, GUARDRAIL, keyOf, keysOf, partOf } from "./keys.ts";
import { observe, survey } from "./live.ts";
import { plan } from "./plan.ts";

const organizations = (baseline: Baseline, resource: string) =>
  `arn:aws:organizations::${baseline.organization.management}:${resource}`;

const accounts = (baseline: Baseline) =>
  organizations(baseline, `account/${baseline.organization.id}/*`);
const units = (baseline: Baseline) => organizations(baseline, `ou/${baseline.organization.id}/*`);
const root = (baseline: Baseline) => organizations(baseline, `root/${baseline.organization.id}/*`);

export const organizationStructure = defineGuardrail({
  id: GUARDRAIL,
  domain: "organization",
  severity: "CRITICAL",
  title: "Units and accounts are where the baseline has them, and there are no others",
  why: "Whoever moves an account takes it out of reach of the policies above it, without touching one.",
  docs: "packages/guardrails/src/organization-structure/README.md",
  aspects: ASPECTS,
  watches: [
    {
      pattern: {
        source: ["aws.organizations"],
        // AWS does not say which of the two its newest events of membership come as.
        "detail-type": ["AWS API Call via CloudTrail", "AWS Service Event via CloudTrail"],
        detail: {
          eventSource: ["organizations.amazonaws.com"],
          eventName: EVENTS.toSorted(),
        },
      },
      regions: ["us-east-1"],
      keys: keysOf,
    },
  ],
  reads: [
    { action: "organizations:DescribeAccount", resources: (baseline) => [accounts(baseline)] },
    {
      action: "organizations:DescribeOrganizationalUnit",
      resources: (baseline) => [units(baseline)],
    },
    // ListAccounts has no resource to narrow it to (service authorization reference).
    { action: "organizations:ListAccounts", resources: () => ["*"] },
    {
      action: "organizations:ListOrganizationalUnitsForParent",
      resources: (baseline) => [units(baseline), root(baseline)],
    },
    {
      action: "organizations:ListPoliciesForTarget",
      resources: (baseline) => [units(baseline), root(baseline)],
    },
  ],
  // By kind rather than one by one: a role's policies have 10,240 characters, and an organization may
  // have thousands of accounts. IAM can't tell a move's source, which may be any unit, from its goal.
  writes: [
    {
      action: "organizations:MoveAccount",
      resources: (baseline) => [accounts(baseline), units(baseline), root(baseline)],
    },
    {
      action: "organizations:UpdateOrganizationalUnit",
      resources: (baseline) => [units(baseline)],
    },
  ],
  desired: (baseline) => ({
    keys: declaredKeys(baseline),
    of: (key): Want => ({ ...partOf(key), baseline }),
  }),
  subject,
  declaredAt,
  survey,
  observe,
  diff,
  plan,
  async impact(_key, want, live) {
    const { impactOfStructure } = await import("./impact.ts");
    return impactOfStructure(want, live);
  },
  neighbours,
  // AWS detaches what is attached to an account when it leaves; it comes back without.
  follow: (key, _differences, baseline) =>
    partOf(key).kind === "account" ? attachmentsOf(key, baseline) : [],
});

function attachmentsOf({ resource }: ResourceKey, baseline: Baseline): ResourceKey[] {
  return guardedTypes(baseline).map((type) => attachmentKey(baseline, type, resource));
}

/** What has just come is checked like anything else; where one went, others may have gone. */
function neighbours(
  key: ResourceKey,
  _differences: readonly Difference[],
  baseline: Baseline,
): readonly ResourceKey[] {
  const { id } = partOf(key);
  const place =
    accountById(baseline, id)?.unit ?? baseline.units.find((unit) => unit.id === id)?.path;
  if (place === undefined) return attachmentsOf(key, baseline);
  const near = baseline.accounts.filter(({ unit }) => unit === place);
  return [
    ...near.map((account) => keyOf(baseline, account.id)),
    ...baseline.units.filter(({ path }) => path !== "Root").map((unit) => keyOf(baseline, unit.id)),
  ].filter(({ resource }) => resource !== id);
}

/** An account's place is in the list of its unit. */
function declaredAt(key: ResourceKey, baseline: Baseline) {
  const { kind, id } = partOf(key);
  const account = accountById(baseline, id);
  if (kind === "account") return account && { path: ["units", account.unit, "accounts"] };
  const unit = baseline.units.find((one) => one.id === id);
  return unit && { path: ["units", unit.path] };
}

function subject(key: ResourceKey, baseline: Baseline): Subject {
  const { kind, id } = partOf(key);
  const organization = baseline.organization.id;
  if (kind === "account") {
    const account = accountById(baseline, id);
    return {
      name: account?.name ?? id,
      ...(account && { unit: account.unit }),
      accounts: [id],
      resourceType: "AwsAccount",
      resourceId: organizations(baseline, `account/${organization}/${id}`),
    };
  }
  const unit = baseline.units.find((one) => one.id === id);
  return {
    name: unit?.path ?? id,
    ...(unit && { unit: unit.path }),
    accounts: unit ? accountsUnder(baseline, unit.path).map((account) => account.id) : [],
    ...(!unit && { accountsUnknown: true }),
    resourceType: "Other",
    resourceId: organizations(baseline, `ou/${organization}/${id}`),
  };
}
