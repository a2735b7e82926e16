/** What moving an account does to access: the policies on both ways, compared. */
import {
  type Baseline,
  CONTROL_POLICY_TYPES,
  controlPolicies,
  type Effect,
  fullAccess,
} from "@holdfast/core";
import type { ControlPolicyType, Level } from "@holdfast/policy";
import { compare } from "@holdfast/policy/compare";
import type { LiveAccount } from "./live.ts";
import { without } from "./place.ts";

/** AWS's own policies, which allow everything. */
const AWS_OWN: Readonly<Record<string, ControlPolicyType>> = {
  "p-FullAWSAccess": "SERVICE_CONTROL_POLICY",
  "p-RCPFullAWSAccess": "RESOURCE_CONTROL_POLICY",
};

/**
 * The effect of moving an account from where it is to its declared place, by what the units on both
 * ways carry now. What both ways have in common allows the same before and after. A unit that
 * carries a policy of unknown content (a quarantine may) makes it a grant.
 * @param to ids from the root down to the declared unit
 */
export function effectOfMoving(
  { path, carried }: LiveAccount,
  to: readonly string[],
  baseline: Baseline,
): Effect {
  const relations = CONTROL_POLICY_TYPES.map((type) => {
    const before = levelsOf(without(path, to), carried, type, baseline);
    const after = levelsOf(without(to, path), carried, type, baseline);
    return before && after ? compare(before, after, { type }).relation : "undecided";
  });
  if (relations.every((relation) => relation === "equal")) return "neutral";
  const tighter = relations.every((relation) => relation === "equal" || relation === "stricter");
  return tighter ? "restrict" : "grant";
}

/** Levels by what is attached, below one that allows everything; undefined if any of it is unknown. */
function levelsOf(
  units: readonly string[],
  carried: LiveAccount["carried"],
  type: ControlPolicyType,
  baseline: Baseline,
): readonly Level[] | undefined {
  const levels: Level[] = [{ name: "above", policies: [fullAccess(type)] }];
  for (const unit of units) {
    const level = levelOf(unit, carried, type, baseline);
    if (level === undefined) return undefined;
    levels.push(level);
  }
  return levels;
}

/** What a unit carries of a type, as it is evaluated; undefined if any of it is unknown. */
export function levelOf(
  unit: string,
  carried: LiveAccount["carried"],
  type: ControlPolicyType,
  baseline: Baseline,
): Level | undefined {
  const ids = carried[unit]?.[type];
  if (ids === undefined) return undefined;
  // Nothing at all, not even AWS's own: the type is not in use, and refuses nothing.
  if (ids.length === 0) return { name: unit, policies: [fullAccess(type)] };
  const policies = ids.map((id) => {
    if (AWS_OWN[id] === type) return fullAccess(type);
    const policy = controlPolicies(baseline).find((one) => one.id === id);
    return policy && { name: policy.name, document: policy.content };
  });
  return policies.every((policy) => policy !== undefined) ? { name: unit, policies } : undefined;
}
