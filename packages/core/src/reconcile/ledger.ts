/**
 * The ids of what Holdfast has made itself. A deleted policy can't be undeleted: it is created again
 * under a new id (ORG API reference), which the baseline's lock file can't know. The ledger can.
 */
import type { Baseline } from "../baseline/model.ts";
import type { Clock } from "../clock.ts";
import { VersionConflictError } from "../errors.ts";
import type { Json } from "../json.ts";
import type { Table } from "../ports.ts";
import type { Creation } from "../step.ts";

/** Where it is kept: one item, so that reading it is one call. */
export const LEDGER = { partition: "ledger", sort: "policies" } as const;

/** How often a write is repeated when somebody else wrote first. */
const ATTEMPTS = 5;

export interface LedgerEntry {
  /** The id that the lock file pinned when this was made: with another pin the entry is void. */
  readonly pinned: string;
  /** The newest id that is known. */
  readonly id?: string;
  /** ISO 8601: since when one is being made. Gone once its id is known. */
  readonly intendedAt?: string;
}

/** By the name that the baseline gives the policy. */
export type Ledger = Readonly<Record<string, LedgerEntry>>;

/** The baseline with the ids of what was made since it was built. */
export function withLedger(baseline: Baseline, ledger: Ledger): Baseline {
  return {
    ...baseline,
    policies: baseline.policies.map((policy) => {
      const entry = Object.hasOwn(ledger, policy.name) ? ledger[policy.name] : undefined;
      if (entry === undefined || entry.pinned !== policy.id) return policy;
      return {
        ...policy,
        ...(entry.id !== undefined && { id: entry.id }),
        ...(entry.intendedAt !== undefined && { intended: true }),
      };
    }),
  };
}

export interface LedgerStore {
  /** What is in it, with a version that changes with every write. Throws what the table throws. */
  read(): Promise<{ readonly ledger: Ledger; readonly version: number }>;
  /** Notes that something is about to be made, so that a crash leaves a trace of it. */
  intend(creation: Creation, pinned: string): Promise<void>;
  /** Notes its id. */
  created(creation: Creation, pinned: string, id: string): Promise<void>;
}

export function createLedger(table: Table, clock: Clock): LedgerStore {
  const { partition, sort } = LEDGER;

  async function read() {
    const item = await table.get(partition, sort);
    return { ledger: (item?.body ?? {}) as unknown as Ledger, version: item?.version ?? 0 };
  }

  async function write(
    { name }: Creation,
    pinned: string,
    news: Omit<LedgerEntry, "pinned">,
  ): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { ledger, version } = await read();
      const before = Object.hasOwn(ledger, name) ? ledger[name] : undefined;
      // An attempt that AWS refuses, because it was there after all, must not cost the known id.
      const id = before?.pinned === pinned ? before.id : undefined;
      const entry = { pinned, ...(id !== undefined && { id }), ...news };
      const body = { ...ledger, [name]: entry } as unknown as Json;
      try {
        return await table.put({ partition, sort, version: version + 1, body });
      } catch (error) {
        if (!(error instanceof VersionConflictError) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  return {
    read,
    intend: (creation, pinned) =>
      write(creation, pinned, { intendedAt: new Date(clock.now()).toISOString() }),
    created: (creation, pinned, id) => write(creation, pinned, { id }),
  };
}
