/** What a change to the declaration of Identity Center gives to people, and takes from them. */
import type { IdentityCenter } from "@holdfast/core";
import type { ActionUniverse } from "@holdfast/policy";
import type { AwsManagedPolicies } from "@holdfast/policy/aws-managed";
import { refOf } from "../classes.ts";
import type { Directed } from "../enforcement.ts";
import { type Matched, type Matches, matched } from "../match.ts";
import type { Change, Effect, Undecided } from "../model.ts";
import { assignmentEffects } from "./assignments.ts";
import { guardingEffects } from "./guarding.ts";
import { groupChanges, membershipEffects } from "./memberships.ts";
import { permissionSetChanges, permissionSetEffects } from "./permission-sets.ts";

/** Identity Center on both sides, and which set of one is which of the other. */
export interface Sides {
  readonly matches: Matches;
  readonly old: IdentityCenter;
  readonly new: IdentityCenter;
  readonly sets: Matched<IdentityCenter["permissionSets"][number]>;
}

export interface IdentityCenterChanges {
  readonly effects: Directed<Effect>;
  readonly undecided: readonly Undecided[];
  readonly changes: readonly Change[];
}

const NOTHING: IdentityCenterChanges = { effects: [], undecided: [], changes: [] };

export function identityCenterChanges(
  matches: Matches,
  universe: ActionUniverse,
  aws: AwsManagedPolicies,
): IdentityCenterChanges {
  const old = matches.old.identityCenter;
  const next = matches.new.identityCenter;
  if (old === undefined || next === undefined) {
    if (old === next) return NOTHING;
    const [direction, what] =
      next === undefined
        ? (["opened", "Identity Center is no longer guarded: nothing of it is declared"] as const)
        : (["closed", "Identity Center is guarded from now on"] as const);
    const accounts = matches.new.accounts.map((account) => refOf(account));
    return { ...NOTHING, effects: [{ kind: "identity-center", what, accounts, direction }] };
  }
  const sets = matched(old.permissionSets, next.permissionSets, [
    ({ arn }) => arn,
    ({ name }) => name,
  ]);
  const sides = { matches, old, new: next, sets };
  const contents = permissionSetEffects(sides, universe, aws);
  return {
    effects: [
      ...assignmentEffects(sides),
      ...contents.effects,
      ...membershipEffects(sides),
      ...guardingEffects(sides),
    ],
    undecided: contents.undecided,
    changes: [...permissionSetChanges(sides), ...groupChanges(sides)],
  };
}
