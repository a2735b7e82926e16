/** The organization as an immutable value, and the store that remembers what it was a while ago. */
import type { PolicyType } from "@holdfast/core";
import type { LabClock } from "../clock.ts";

export interface Unit {
  /** `r-…` or `ou-…` */
  readonly id: string;
  readonly name: string;
  /** Undefined for the root. */
  readonly parent: string | undefined;
}

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly parent: string;
  /** Epoch milliseconds. */
  readonly joined: number;
}

export interface Policy {
  readonly id: string;
  readonly name: string;
  readonly type: PolicyType;
  readonly description: string;
  /** Exactly as it was sent. */
  readonly content: string;
  readonly awsManaged: boolean;
}

/** Absent from `policyTypes` means disabled. */
export type PolicyTypeStatus = "ENABLED" | "PENDING_ENABLE" | "PENDING_DISABLE";

export interface OrganizationState {
  /** `o-…` */
  readonly id: string;
  readonly management: string;
  readonly root: string;
  readonly units: ReadonlyMap<string, Unit>;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly policies: ReadonlyMap<string, Policy>;
  /** Target id -> policy ids in the order they were attached. */
  readonly attachments: ReadonlyMap<string, readonly string[]>;
  readonly policyTypes: ReadonlyMap<PolicyType, PolicyTypeStatus>;
}

export interface OrganizationStore {
  /** The truth. */
  current(): OrganizationState;
  /** What a read sees: the truth, or the state of `lag` milliseconds ago. */
  view(lag: number): OrganizationState;
  update(change: Partial<OrganizationState>): void;
}

/** How far back a stale read can look, in milliseconds. */
const MEMORY = 3_600_000;

export function createOrganizationStore(
  initial: OrganizationState,
  clock: Pick<LabClock, "now">,
): OrganizationStore {
  let state = initial;
  // Oldest first; `until` is when the state was replaced.
  let past: { readonly state: OrganizationState; readonly until: number }[] = [];
  return {
    current: () => state,
    view: (lag) => past.find(({ until }) => until > clock.now() - lag)?.state ?? state,
    update(change) {
      past = past.filter(({ until }) => until > clock.now() - MEMORY);
      past.push({ state, until: clock.now() });
      state = { ...state, ...change };
    },
  };
}

/** A copy of `map` with one entry set, or removed where `value` is undefined. */
export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V | undefined): Map<K, V> {
  const copy = new Map(map);
  if (value === undefined) copy.delete(key);
  else copy.set(key, value);
  return copy;
}

/** Ids from the root down to `id` itself, which may be an account, a unit or the root. */
export function pathTo(state: OrganizationState, id: string): readonly string[] {
  const parent = state.accounts.get(id)?.parent ?? state.units.get(id)?.parent;
  return parent === undefined ? [id] : [...pathTo(state, parent), id];
}

/** Policies of one type on one target. */
export function attached(
  state: OrganizationState,
  target: string,
  type: PolicyType,
): readonly Policy[] {
  return (state.attachments.get(target) ?? [])
    .map((id) => state.policies.get(id))
    .filter((policy) => policy !== undefined)
    .filter((policy) => policy.type === type);
}
