/** The organization as plain data, to be compared. Times are left out: they never agree. */
import type { PolicyType } from "@aws-sdk/client-organizations";
import { type DetectorsSnapshot, detectorsSnapshot } from "./guardduty/snapshot.ts";
import { type IamSnapshot, iamSnapshot } from "./iam/snapshot.ts";
import { type IdentityCenterSnapshot, identityCenterSnapshot } from "./identity-center/snapshot.ts";
import type {
  Account,
  OrganizationState,
  Policy,
  PolicyTypeStatus,
  Unit,
} from "./organizations/state.ts";
import { type TrailsSnapshot, trailsSnapshot } from "./trails/snapshot.ts";

export interface OrganizationSnapshot {
  /** Id of the management account. */
  readonly management: string;
  readonly accounts: Readonly<Record<string, Omit<Account, "joined" | "closed">>>;
  /** The root included. */
  readonly units: Readonly<Record<string, Unit>>;
  readonly policies: Readonly<Record<string, Policy>>;
  /** Target id -> sorted ids of the policies attached to it. */
  readonly attachments: Readonly<Record<string, readonly string[]>>;
  /** Absent means disabled. */
  readonly policyTypes: Readonly<Partial<Record<PolicyType, PolicyTypeStatus>>>;
  /** Account id -> sorted service principals that it administers. */
  readonly delegatedAdministrators: Readonly<Record<string, readonly string[]>>;
  /** Sorted service principals that have access. */
  readonly trustedServices: readonly string[];
  /** The text of the delegation policy; null: there is none. */
  readonly resourcePolicy: string | null;
  /** Id of a root, unit, account or policy -> its tags, if it has any. */
  readonly tags: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Null: it was never enabled. */
  readonly identityCenter: IdentityCenterSnapshot | null;
  readonly iam: IamSnapshot;
  readonly trails: TrailsSnapshot;
  readonly detectors: DetectorsSnapshot;
}

/** The organization from some moment on. */
export interface OrganizationChange {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The call that led to it, at once or in the background; undefined for the beginning. */
  readonly requestId: string | undefined;
  readonly organization: OrganizationSnapshot;
}

export function snapshotOf(state: OrganizationState): OrganizationSnapshot {
  const { accounts, attachments, delegations, tags } = state;
  return {
    management: state.management,
    accounts: record(accounts, ({ joined: _, closed: __, ...account }) => account),
    units: Object.fromEntries(state.units),
    policies: Object.fromEntries(state.policies),
    attachments: record(attachments, (policies) => policies.toSorted()),
    policyTypes: Object.fromEntries(state.policyTypes),
    delegatedAdministrators: record(delegations, (services) => [...services.keys()].sort()),
    trustedServices: [...state.trustedServices.keys()].sort(),
    resourcePolicy: state.resourcePolicy?.content ?? null,
    tags: record(tags, (pairs) => Object.fromEntries(pairs)),
    identityCenter: state.identityCenter ? identityCenterSnapshot(state.identityCenter) : null,
    iam: iamSnapshot(state.iam),
    trails: trailsSnapshot(state.trails),
    detectors: detectorsSnapshot(state.detectors),
  };
}

function record<T, U>(map: ReadonlyMap<string, T>, shape: (value: T) => U): Record<string, U> {
  return Object.fromEntries([...map].map(([id, value]) => [id, shape(value)]));
}
