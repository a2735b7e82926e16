/** A baseline of many accounts: a landing zone's shape, with a policy or two per unit. */
import type { Baseline } from "@holdfast/core";

/** Accounts in one unit. */
const PER_UNIT = 100;

const deny = (Action: string) =>
  ({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action, Resource: "*" }] }) as const;

/** @param base what everything else is taken from */
export function largeOrganization(base: Baseline, accounts: number): Baseline {
  const count = Math.ceil(accounts / PER_UNIT);
  const [root] = base.units;
  if (root?.path !== "Root") throw new Error("the baseline does not begin with its root");
  const policies = Array.from({ length: 30 }, (_, index) => ({
    name: `guard-${index}`,
    type: "SERVICE_CONTROL_POLICY" as const,
    id: `p-bench${String(index).padStart(4, "0")}`,
    description: "",
    content: deny(`service${index}:*`),
  }));
  const units = Array.from({ length: count }, (_, index) => ({
    path: `Root/Unit${String(index).padStart(4, "0")}`,
    id: `ou-${root.id.slice(2)}-${String(index).padStart(8, "0")}`,
    policies: [`guard-${7 + (index % 23)}`],
  }));
  const { management } = base.organization;
  const members = Array.from({ length: accounts - 1 }, (_, index) => ({
    name: `account-${index}`,
    id: String(200_000_000_000 + index),
    unit: units[index % count]?.path ?? "Root",
    policies: [],
  }));
  // Whom the example trusts is not there, nor is what it declares in its accounts; Identity Center is measured by itself.
  const { organizationTrust: _trust, breakGlass: _people, identityCenter: _, ...others } = base;
  const { trust: _roles, iamUsers: _users, securityServices: _watch, ...known } = others;
  const { operators: _operators, ...rest } = known;
  const payer = { name: "management", id: management, unit: "Root", policies: [] };
  return {
    ...rest,
    accounts: [payer, ...members],
    units: [{ ...root, policies: policies.slice(0, 7).map(({ name }) => name) }, ...units],
    policies,
    leaveAlone: [],
    modes: { default: "revert", guardrails: {}, units: {} },
    exemptions: [],
  };
}
