/** The organization as an immutable value, and how parts of it are found. */
import type { AccountJoinedMethod, AccountState, PolicyType } from "@aws-sdk/client-organizations";
import type { Detectors } from "../guardduty/state.ts";
import type { IamState } from "../iam/state.ts";
import type { IdentityCenterState } from "../identity-center/state.ts";
import type { Trails } from "../trails/state.ts";

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
  readonly email: string;
  readonly parent: string;
  readonly state: AccountState;
  readonly joinedMethod: AccountJoinedMethod;
  /** Epoch milliseconds, as all times here. */
  readonly joined: number;
  /** When it was closed; undefined while it is not. */
  readonly closed?: number;
}

/** An account that exists outside the organization: one that left, or one that is invited. */
export type Outsider = Pick<Account, "id" | "name" | "email">;

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

/** The organization's one resource-based policy, which delegates. */
export interface ResourcePolicy {
  /** `rp-…` */
  readonly id: string;
  readonly content: string;
}

/** An invitation. */
export interface Handshake {
  /** `h-…` */
  readonly id: string;
  readonly account: string;
  readonly state: "OPEN" | "ACCEPTED";
  readonly requested: number;
  readonly expires: number;
  readonly notes: string | undefined;
  /** What the account is tagged with once it joins. */
  readonly tags: Tags;
}

export type Tags = ReadonlyMap<string, string>;

export interface OrganizationState {
  /** `o-…` */
  readonly id: string;
  readonly management: string;
  readonly root: string;
  readonly units: ReadonlyMap<string, Unit>;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly outsiders: ReadonlyMap<string, Outsider>;
  readonly handshakes: ReadonlyMap<string, Handshake>;
  readonly policies: ReadonlyMap<string, Policy>;
  /** Target id -> policy ids in the order they were attached. */
  readonly attachments: ReadonlyMap<string, readonly string[]>;
  readonly policyTypes: ReadonlyMap<PolicyType, PolicyTypeStatus>;
  /** Account id -> service principal -> since when. */
  readonly delegations: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Service principal -> since when it has access. */
  readonly trustedServices: ReadonlyMap<string, number>;
  readonly resourcePolicy: ResourcePolicy | undefined;
  /** By the id of a root, unit, account or policy; without entry: no tags. */
  readonly tags: ReadonlyMap<string, Tags>;
  /** Undefined: it was never enabled. */
  readonly identityCenter: IdentityCenterState | undefined;
  /** Of all accounts. */
  readonly iam: IamState;
  readonly trails: Trails;
  readonly detectors: Detectors;
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
