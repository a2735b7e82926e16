/** The organization trusts exactly the declared services, administrators and delegation. */
import { type Baseline, defineGuardrail, type ResourceKey, type Subject } from "@holdfast/core";
import { administratorKeys, declaredKeys, GUARDRAIL, keysOf, partOf } from "./keys.ts";
import { observe, survey } from "./live.ts";
import { diff, plan, UNDECLARED_SERVICE, type Want } from "./plan.ts";

const organizations = (baseline: Baseline, resource: string) =>
  `arn:aws:organizations::${baseline.organization.management}:${resource}`;

/** No permission for what is not declared, and so not guarded. */
const whereDeclared = (baseline: Baseline, ...resources: string[]) =>
  baseline.organizationTrust === undefined ? [] : resources;

const anyAccount = (baseline: Baseline) =>
  whereDeclared(baseline, organizations(baseline, `account/${baseline.organization.id}/*`));

/** The calls on trusted services and on the delegation policy have no resource (service authorization reference). */
const everything = (baseline: Baseline) => whereDeclared(baseline, "*");

const services = (baseline: Baseline) => baseline.organizationTrust?.trustedServices ?? [];

const delegated = (baseline: Baseline) =>
  baseline.organizationTrust?.delegatedAdministrators.flatMap((one) => one.services) ?? [];

/** Whoever takes the role over can trust again what is declared, and nobody else. */
const only = (principals: readonly string[]) => ({
  StringEquals: { "organizations:ServicePrincipal": [...new Set(principals)].toSorted() },
});

/** Whoever takes the role over can't take from GuardDuty, say, the organization that it watches. */
const noneOf = (principals: readonly string[]) =>
  principals.length === 0
    ? undefined
    : {
        StringNotEquals: { "organizations:ServicePrincipal": [...new Set(principals)].toSorted() },
      };

export const organizationTrust = defineGuardrail({
  id: GUARDRAIL,
  domain: "organization",
  severity: "CRITICAL",
  title: "The organization trusts exactly the declared services, administrators and delegation",
  why: "A delegated administrator or a delegation policy lets a member account act on the whole organization.",
  docs: "packages/guardrails/src/organization-trust/README.md",
  aspects: {
    [UNDECLARED_SERVICE]: {
      title: "a service has trusted access, and nobody declared it",
      // A service that loses its access may lose what it keeps in every account: see the page.
      most: "alert",
      severity: "MEDIUM",
    },
  },
  watches: [
    {
      pattern: {
        source: ["aws.organizations"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["organizations.amazonaws.com"],
          eventName: [
            "DeleteResourcePolicy",
            "DeregisterDelegatedAdministrator",
            "DisableAWSServiceAccess",
            "EnableAWSServiceAccess",
            "PutResourcePolicy",
            "RegisterDelegatedAdministrator",
          ],
        },
      },
      regions: ["us-east-1"],
      keys: keysOf,
    },
  ],
  reads: [
    { action: "organizations:ListAWSServiceAccessForOrganization", resources: everything },
    { action: "organizations:ListDelegatedAdministrators", resources: everything },
    { action: "organizations:ListDelegatedServicesForAccount", resources: anyAccount },
    { action: "organizations:DescribeResourcePolicy", resources: everything },
  ],
  writes: [
    {
      action: "organizations:EnableAWSServiceAccess",
      resources: (baseline) => (services(baseline).length > 0 ? everything(baseline) : []),
      condition: (baseline) => only(services(baseline)),
    },
    {
      action: "organizations:DisableAWSServiceAccess",
      resources: everything,
      condition: (baseline) => noneOf(services(baseline)),
    },
    {
      action: "organizations:RegisterDelegatedAdministrator",
      resources: (baseline) => administratorArns(baseline),
      condition: (baseline) => only(delegated(baseline)),
    },
    { action: "organizations:DeregisterDelegatedAdministrator", resources: anyAccount },
    {
      action: "organizations:PutResourcePolicy",
      resources: (baseline) =>
        baseline.organizationTrust?.delegationPolicy === undefined
          ? []
          : [organizations(baseline, `resourcepolicy/${baseline.organization.id}/*`)],
    },
    {
      action: "organizations:DeleteResourcePolicy",
      resources: (baseline) =>
        baseline.organizationTrust?.delegationPolicy === undefined ? everything(baseline) : [],
    },
  ],
  desired: (baseline) => ({ keys: declaredKeys(baseline), of: (key) => wanted(key, baseline) }),
  subject,
  declaredAt,
  survey,
  observe,
  diff,
  plan,
  // Only a trusted service can be administered: with its access, AWS lets the registration through.
  follow: (key, differences, baseline) =>
    partOf(key).kind === "services" && differences.some(({ kind }) => kind === "missing")
      ? administratorKeys(baseline)
      : [],
});

function administratorArns(baseline: Baseline): string[] {
  const { delegatedAdministrators = [] } = baseline.organizationTrust ?? {};
  return delegatedAdministrators.map(({ account }) =>
    organizations(baseline, `account/${baseline.organization.id}/${account}`),
  );
}

function wanted(key: ResourceKey, { organizationTrust: trust }: Baseline): Want {
  const part = partOf(key);
  switch (part.kind) {
    case "services":
      return { kind: part.kind, services: trust?.trustedServices ?? [] };
    case "delegation-policy":
      return { kind: part.kind, content: trust?.delegationPolicy };
    case "administrator": {
      const declared = trust?.delegatedAdministrators.find(
        ({ account }) => account === part.account,
      );
      return { kind: part.kind, services: declared?.services ?? [] };
    }
  }
}

/** The list that what differs is missing from, or is in. */
function declaredAt(key: ResourceKey, { accounts }: Baseline) {
  const part = partOf(key);
  const section = "organizationTrust";
  if (part.kind === "services") return { path: [section, "trustedServices"] };
  if (part.kind === "delegation-policy") return { path: [section, "delegationPolicy"] };
  const account = accounts.find(({ id }) => id === part.account);
  return { path: [section, "delegatedAdministrators", ...(account ? [account.name] : [])] };
}

function subject(key: ResourceKey, baseline: Baseline): Subject {
  const part = partOf(key);
  const everywhere = {
    // Trust in the organization is judged as its root is: no unit's mode fits it.
    unit: "Root",
    accounts: baseline.accounts.map(({ id }) => id),
    resourceType: "Other",
  };
  const { management, id } = baseline.organization;
  if (part.kind !== "administrator") {
    const name = part.kind === "services" ? "trusted services" : "delegation policy";
    return {
      ...everywhere,
      name,
      resourceId: organizations(baseline, `organization/${id}#${part.kind}`),
    };
  }
  const { account } = part;
  const known = baseline.accounts.find((one) => one.id === account);
  return {
    ...everywhere,
    name: `delegated administrator ${known?.name ?? account}`,
    resourceType: "AwsAccount",
    resourceId: `arn:aws:organizations::${management}:account/${id}/${account}`,
  };
}
