/**
 * The ids of what Holdfast has made itself. A deleted policy or permission set can't be undeleted: it is
 * created again under a new id (ORG and SSO API references), which the baseline's lock file can't know.
 * The ledger can.
 */
import type { Baseline } from "../baseline/model.ts";
import type { Clock } from "../clock.ts";
import { VersionConflictError } from "../errors.ts";
import type { Json } from "../json.ts";
import type { Item, Table } from "../ports.ts";
import type { Creation } from "../step.ts";

/** Where it is kept: an item for each kind, so that reading all of it is one call. */
export const LEDGER = {
  partition: "ledger",
  sort: { policy: "policies", "permission-set": "permission-sets" },
} as const satisfies { partition: string; sort: Readonly<Record<Creation["kind"], string>> };

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

/** By the name in the baseline. */
type Entries = Readonly<Record<string, LedgerEntry>>;

export type Ledger = Readonly<Record<Creation["kind"], Entries>>;

/** The baseline with the ids of what was made since it was built. */
export function withLedger(baseline: Baseline, ledger: Ledger): Baseline {
  const { identityCenter } = baseline;
  return {
    ...baseline,
    policies: baseline.policies.map((policy) => {
      const made = newer(ledger.policy, policy.name, policy.id);
      return made === undefined ? policy : { ...policy, ...made };
    }),
    ...(identityCenter && {
      identityCenter: {
        ...identityCenter,
        permissionSets: identityCenter.permissionSets.map((set) => {
          const made = newer(ledger["permission-set"], set.name, set.arn);
          if (made === undefined) return set;
          const { id: arn, ...rest } = made;
          return { ...set, ...rest, ...(arn !== undefined && { arn }) };
        }),
      },
    }),
  };
}

/** What is known of something beyond its pin; undefined: nothing. */
function newer(
  entries: Entries,
  name: string,
  pinned: string,
): { readonly id?: string; readonly intended?: true } | undefined {
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (entry === undefined || entry.pinned !== pinned) return undefined;
  return {
    ...(entry.id !== undefined && { id: entry.id }),
    ...(entry.intendedAt !== undefined && { intended: true }),
  };
}

export interface LedgerStore {
  /** What is in it, with a version that changes with every write. Throws what the table throws. */
  read(): Promise<{ readonly ledger: Ledger; readonly version: string }>;
  /** Notes that something is about to be made, so that a crash leaves a trace of it. */
  intend(creation: Creation, pinned: string): Promise<void>;
  /** Notes its id. */
  created(creation: Creation, pinned: string, id: string): Promise<void>;
}

export function createLedger(table: Table, clock: Clock): LedgerStore {
  const { partition } = LEDGER;

  async function write(
    { kind, name }: Creation,
    pinned: string,
    news: Omit<LedgerEntry, "pinned">,
  ): Promise<void> {
    const sort = LEDGER.sort[kind];
    for (let attempt = 1; ; attempt++) {
      const item = await table.get(partition, sort);
      const entries = entriesOf(item);
      const before = Object.hasOwn(entries, name) ? entries[name] : undefined;
      // An attempt that AWS refuses, because it was there after all, must not cost the known id.
      const id = before?.pinned === pinned ? before.id : undefined;
      const entry = { pinned, ...(id !== undefined && { id }), ...news };
      const body = { ...entries, [name]: entry } as unknown as Json;
      try {
        return await table.put({ partition, sort, version: (item?.version ?? 0) + 1, body });
      } catch (error) {
        if (!(error instanceof VersionConflictError) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  return {
    async read() {
      const items = new Map((await table.query(partition, "")).map((item) => [item.sort, item]));
      const { policy, "permission-set": set } = LEDGER.sort;
      const [policies, sets] = [items.get(policy), items.get(set)];
      return {
        ledger: { policy: entriesOf(policies), "permission-set": entriesOf(sets) },
        version: `${policies?.version ?? 0}.${sets?.version ?? 0}`,
      };
    },
    intend: (creation, pinned) =>
      write(creation, pinned, { intendedAt: new Date(clock.now()).toISOString() }),
    created: (creation, pinned, id) => write(creation, pinned, { id }),
  };
}

/** Written above alone, with this shape. */
function entriesOf(item: Item | undefined): Entries {
  return (item?.body ?? {}) as unknown as Entries;
}
