/** The organization policies on the way to an account, as they are evaluated and compared. */
import type { ControlPolicyType, Level, NamedPolicy } from "@holdfast/policy";
import type { Account, Baseline } from "./model.ts";
import { isControlPolicy, policyByName, unitOf } from "./query.ts";

const FULL_ACCESS: Readonly<Record<ControlPolicyType, NamedPolicy>> = {
  SERVICE_CONTROL_POLICY: {
    name: "FullAWSAccess",
    document: {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "*", Resource: "*" },
    },
  },
  RESOURCE_CONTROL_POLICY: {
    name: "RCPFullAWSAccess",
    document: {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" },
    },
  },
};

/** What AWS attaches to the root, every unit and every account itself. */
export function fullAccess(type: ControlPolicyType): NamedPolicy {
  return FULL_ACCESS[type];
}

/**
 * The policies of one type that the baseline attaches from the root down to an account, beside AWS's
 * own: a level for the root, each unit (named by its path) and the account (by its name).
 */
export function levelsFor(baseline: Baseline, account: Account, type: ControlPolicyType): Level[] {
  const parts = account.unit.split("/");
  const units = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  return [
    ...units.map((path) => ({ name: path, policies: unitOf(baseline, path)?.policies ?? [] })),
    account,
  ].map(({ name, policies }) => ({
    name,
    policies: [FULL_ACCESS[type], ...policies.flatMap((policy) => named(baseline, policy, type))],
  }));
}

function named(baseline: Baseline, name: string, type: ControlPolicyType) {
  const policy = policyByName(baseline, name);
  if (policy === undefined || !isControlPolicy(policy) || policy.type !== type) return [];
  return [{ name, document: policy.content }];
}
