/** The organization that a baseline describes, in full agreement with it. */
import { type Baseline, guardedTypes, nameInAws } from "@holdfast/core";
import { seedDetectors } from "./guardduty/seed.ts";
import { seedIam } from "./iam/seed.ts";
import { seedIdentityCenter } from "./identity-center/seed.ts";
import { firstPolicies } from "./organizations/policy-kinds.ts";
import type { Account, OrganizationState, Policy, Unit } from "./organizations/state.ts";
import { seedTrails } from "./trails/seed.ts";

// AWS's own text of both policies.
const FULL_ACCESS_POLICIES: readonly Policy[] = [
  {
    id: "p-FullAWSAccess",
    name: "FullAWSAccess",
    type: "SERVICE_CONTROL_POLICY",
    description: "Allows access to every operation",
    content: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    }),
    awsManaged: true,
  },
  {
    id: "p-RCPFullAWSAccess",
    name: "RCPFullAWSAccess",
    type: "RESOURCE_CONTROL_POLICY",
    description: "Allows access to every operation",
    content: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
    }),
    awsManaged: true,
  },
];

/** How long the accounts have been members, in milliseconds: longer than AWS makes new ones stay. */
const AGE = 365 * 24 * 3_600_000;

/** `now` is the time, in epoch milliseconds. The policy types that Holdfast guards are enabled. */
export function seedOrganization(baseline: Baseline, now: number): OrganizationState {
  const root = unitId(baseline, "Root");
  const units = baseline.units.map((unit): Unit => {
    const [, parent] = /^(.+)\/[^/]+$/.exec(unit.path) ?? [];
    return { id: unit.id, name: nameInAws(unit), parent: parent && unitId(baseline, parent) };
  });
  const joined = now - AGE;
  const accounts = baseline.accounts.map(({ id, name, unit }) =>
    seedAccount(id, name, unitId(baseline, unit), joined),
  );
  // A baseline need not name the payer; its place in AWS is under the root.
  const { management } = baseline.organization;
  if (!accounts.some(({ id }) => id === management)) {
    accounts.unshift(seedAccount(management, "management", root, joined));
  }
  const policies = [...FULL_ACCESS_POLICIES, ...baseline.policies.map(seedPolicy)];
  return {
    id: baseline.organization.id,
    management,
    root,
    units: byId(units),
    accounts: byId(accounts),
    policies: byId(policies),
    attachments: seedAttachments(baseline, [...units, ...accounts]),
    policyTypes: new Map(guardedTypes(baseline).map((type) => [type, "ENABLED"])),
    outsiders: new Map(),
    handshakes: new Map(),
    ...seedTrust(baseline, joined),
    tags: new Map(),
    identityCenter: seedIdentityCenter(baseline, joined),
    iam: seedIam(baseline, joined),
    trails: seedTrails(baseline),
    detectors: seedDetectors(baseline),
  };
}

function seedAccount(id: string, name: string, parent: string, joined: number): Account {
  const email = `${name}@securecart.example`;
  return { id, name, email, parent, state: "ACTIVE", joinedMethod: "CREATED", joined };
}

function seedTrust(
  { organizationTrust: trust }: Baseline,
  since: number,
): Pick<OrganizationState, "delegations" | "trustedServices" | "resourcePolicy"> {
  const dated = (services: readonly string[]) => new Map(services.map((one) => [one, since]));
  const { delegatedAdministrators = [], trustedServices = [], delegationPolicy } = trust ?? {};
  return {
    delegations: new Map(
      delegatedAdministrators.map(({ account, services }) => [account, dated(services)]),
    ),
    trustedServices: dated(trustedServices),
    resourcePolicy: delegationPolicy && {
      id: "rp-5ecurecart",
      content: JSON.stringify(delegationPolicy),
    },
  };
}

function seedPolicy(policy: Baseline["policies"][number]): Policy {
  const { id, type, description } = policy;
  const content = JSON.stringify(policy.content);
  return { id, name: nameInAws(policy), type, description, content, awsManaged: false };
}

function seedAttachments(
  baseline: Baseline,
  targets: readonly { readonly id: string }[],
): Map<string, readonly string[]> {
  const ids = new Map([...FULL_ACCESS_POLICIES, ...baseline.policies].map((p) => [p.name, p.id]));
  const declared = new Map(
    [...baseline.units, ...baseline.accounts].map(({ id, policies }) => [id, policies]),
  );
  // AWS attaches full access to everything that is created; a baseline may name it or not.
  const everywhere = firstPolicies(guardedTypes(baseline));
  return new Map(
    targets.map(({ id }) => {
      const own = (declared.get(id) ?? []).map((name) => {
        const policy = ids.get(name);
        if (policy === undefined) throw new Error(`the baseline has no policy called ${name}`);
        return policy;
      });
      return [id, [...new Set([...everywhere, ...own])]];
    }),
  );
}

function unitId(baseline: Baseline, path: string): string {
  const unit = baseline.units.find((one) => one.path === path);
  if (!unit) throw new Error(`the baseline has no unit ${path}`);
  return unit.id;
}

function byId<T extends { readonly id: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}
