/** Who has a permission set and should not, or should and has not. Pure. */
import {
  type Baseline,
  type IdentityPrincipal,
  permissionSetByName,
  type Tolerance,
} from "@holdfast/core";
import { toleratedAssignment } from "../identity-center/just-in-time.ts";
import type { Assignee, Live } from "./live.ts";
import { declaredIn, identify } from "./want.ts";

export interface Want {
  readonly baseline: Baseline;
  readonly account: string;
  /** Name of the permission set, or the end of its ARN where nobody declared it. */
  readonly label: string;
}

export type Deviation =
  /** Nobody declared it. */
  | {
      readonly kind: "undeclared";
      readonly principal: Assignee;
      readonly name: string;
      readonly tolerance: Tolerance | undefined;
    }
  /** Nobody declared it, and there is nobody whose it could be. */
  | { readonly kind: "dangling"; readonly principal: Assignee }
  | { readonly kind: "missing"; readonly principal: IdentityPrincipal }
  /** Declared, and there is nobody whose it could be; `assigned`: it is left. */
  | { readonly kind: "gone"; readonly principal: IdentityPrincipal; readonly assigned: boolean };

/** Without those whose assignment AWS is making or ending: they are judged when it has done. */
export function deviationsOf({ baseline, account, label }: Want, live: Live): readonly Deviation[] {
  const place = { id: account, unit: live.unit };
  const wanted = declaredIn(baseline, place, label);
  const settled = (id: string) => !live.underWay.includes(id);
  const isDeclaredSet =
    baseline.identityCenter !== undefined &&
    permissionSetByName(baseline.identityCenter, label) !== undefined;

  const unexpected = live.assigned
    .filter((one) => !wanted.has(identify(one)) && settled(identify(one)))
    .map((principal): Deviation => {
      const name = live.names[identify(principal)] ?? null;
      if (name === null) return { kind: "dangling", principal };
      const tolerance = isDeclaredSet
        ? toleratedAssignment(baseline, label, place, { type: principal.type, name })
        : undefined;
      return { kind: "undeclared", principal, name, tolerance };
    });

  const there = new Set(live.assigned.map(identify));
  const owed = [...wanted.values()].flatMap((principal): Deviation[] => {
    const id = identify(principal);
    const assigned = there.has(id);
    if (!settled(id)) return [];
    if (live.gone.includes(id)) return [{ kind: "gone", principal, assigned }];
    return assigned ? [] : [{ kind: "missing", principal }];
  });
  return [...unexpected, ...owed];
}
