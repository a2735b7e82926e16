/** The organization as plain data, to be compared. */
import type { OrganizationState, Policy } from "./organizations/state.ts";

export interface OrganizationSnapshot {
  /** Target id -> sorted ids of the policies attached to it. */
  readonly attachments: Readonly<Record<string, readonly string[]>>;
  readonly policies: Readonly<Record<string, Policy>>;
  /** Account or unit id -> id of its parent. */
  readonly parents: Readonly<Record<string, string>>;
}

export function snapshotOf(state: OrganizationState): OrganizationSnapshot {
  const sorted = [...state.attachments].map(([target, ids]) => [target, ids.toSorted()]);
  const parents = [...state.units.values(), ...state.accounts.values()]
    .filter(({ parent }) => parent !== undefined)
    .map(({ id, parent }) => [id, parent]);
  return {
    attachments: Object.fromEntries(sorted),
    policies: Object.fromEntries(state.policies),
    parents: Object.fromEntries(parents),
  };
}
