/** The organization that a baseline describes, in full agreement with it. */
import type { Baseline, PolicyType } from "@holdfast/core";
import { FULL_ACCESS } from "./organizations/attachments.ts";
import type { Account, OrganizationState, Policy, Unit } from "./organizations/state.ts";

// AWS's own text of both policies.
const FULL_ACCESS_POLICIES: readonly Policy[] = [
  {
    id: FULL_ACCESS.SERVICE_CONTROL_POLICY,
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
    id: FULL_ACCESS.RESOURCE_CONTROL_POLICY,
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

const TYPES: readonly PolicyType[] = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"];

/** `now` (epoch milliseconds) is when everything was made. Both policy types are enabled. */
export function seedOrganization(baseline: Baseline, now: number): OrganizationState {
  const root = unitId(baseline, "Root");
  const units = baseline.units.map(({ path, id }): Unit => {
    const [, parent, name] = /^(.+)\/([^/]+)$/.exec(path) ?? [];
    return { id, name: name ?? path, parent: parent && unitId(baseline, parent) };
  });
  const accounts = baseline.accounts.map(({ id, name, unit }): Account => {
    return { id, name, parent: unitId(baseline, unit), joined: now };
  });
  // A baseline need not name the payer; its place in AWS is under the root.
  const { management } = baseline.organization;
  if (!accounts.some(({ id }) => id === management)) {
    accounts.unshift({ id: management, name: "management", parent: root, joined: now });
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
    policyTypes: new Map(TYPES.map((type) => [type, "ENABLED"])),
  };
}

function seedPolicy({
  id,
  name,
  type,
  description,
  content,
}: Baseline["policies"][number]): Policy {
  return { id, name, type, description, content: JSON.stringify(content), awsManaged: false };
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
  const everywhere = TYPES.map((type) => FULL_ACCESS[type]);
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
