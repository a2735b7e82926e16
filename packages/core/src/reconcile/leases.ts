/** One look at a key at a time, across all Lambdas: the look state in the table, under a lease. */
import type { Clock } from "../clock.ts";
import { VersionConflictError } from "../errors.ts";
import type { Json } from "../json.ts";
import type { DelayedQueue, Item, Table } from "../ports.ts";
import type { Cause } from "../record.ts";
import {
  arrive,
  LEASE,
  type LookState,
  NEVER_LOOKED,
  settle,
  type Verdict,
  wake,
  withoutCauses,
} from "./look-state.ts";

/** Conditional writes that lose are tried again; a key this contended is being looked at anyway. */
const ATTEMPTS = 5;
/** Look states of quiet keys are dropped by DynamoDB after this many seconds. */
const KEEP = 30 * 86_400;

export interface Lease {
  readonly key: string;
  /** The version is the fence: whoever writes the item next makes our release fail. */
  readonly item: Item;
  readonly state: LookState;
  /** What has led here since the last look, beside what brought the holder. */
  readonly causes: readonly Cause[];
}

export type Entry =
  | { readonly verdict: "look"; readonly lease: Lease }
  | { readonly verdict: Exclude<Verdict, "look"> };

export interface Leases {
  /** Arrives at a key. Throws what the table throws. */
  enter(key: string, changedAt: number | undefined, causes?: readonly Cause[]): Promise<Entry>;
  /**
   * Ends a look. Returns a new lease if somebody came meanwhile and the holder must look once more.
   */
  leave(
    lease: Lease,
    look: Parameters<typeof settle>[1],
    options: { readonly mayLookAgain: boolean },
  ): Promise<Lease | undefined>;
}

export function createLeases(deps: {
  readonly table: Table;
  readonly queue: DelayedQueue;
  readonly clock: Clock;
  /** Unique to this invocation. */
  readonly holder: string;
}): Leases {
  const { table, queue, clock, holder } = deps;

  async function read(key: string): Promise<{ state: LookState; version: number }> {
    const item = await table.get(key, "lease");
    // Written only here, and read with the shape it was written in.
    if (item === undefined) return { state: NEVER_LOOKED, version: 0 };
    return { state: item.body as unknown as LookState, version: item.version };
  }

  function itemOf(key: string, state: LookState, version: number): Item {
    const expiresAt = Math.floor(clock.now() / 1000) + KEEP;
    return { partition: key, sort: "lease", version, body: state as unknown as Json, expiresAt };
  }

  /** Asks for the wake-up that the state needs. Before the write: a spare message does no harm. */
  async function withWake(key: string, state: LookState): Promise<LookState> {
    const woken = wake(state, clock.now());
    if (woken.delay !== undefined) {
      await queue.send({ holdfast: "look", key }, Math.ceil(woken.delay / 1000));
    }
    return woken.state;
  }

  return {
    async enter(key, changedAt, causes = []) {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const { state, version } = await read(key);
        const arrival = { now: clock.now(), causes, ...(changedAt !== undefined && { changedAt }) };
        const entry = arrive(state, holder, arrival);
        if (entry.verdict === "covered" && entry.state === state) return { verdict: "covered" };
        try {
          // While a key is held, wake-ups are its holder's business: it asks for them when it leaves.
          const ours = entry.verdict === "look" || entry.verdict === "taken";
          const next = ours ? entry.state : await withWake(key, entry.state);
          if (next === state) return { verdict: entry.verdict as Exclude<Verdict, "look"> };
          const item = itemOf(key, next, version + 1);
          await table.put(item);
          if (entry.verdict === "look") {
            const lease = { key, item, state: next, causes: state.causes ?? [] };
            return { verdict: "look", lease };
          }
          return { verdict: entry.verdict };
        } catch (error) {
          if (!(error instanceof VersionConflictError)) throw error;
        }
      }
      // Losing five times in a row means five others have just been here; their lease item says dirty
      // or they look after us. One more message makes sure.
      await queue.send({ holdfast: "look", key, changedAt: clock.now() }, 5);
      return { verdict: "taken" };
    },

    async leave(lease, look, { mayLookAgain }) {
      const { key } = lease;
      let { item, state } = lease;
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        if (state.holder !== holder) return undefined; // ours ran out and another one took over
        const again = state.dirty === true && mayLookAgain;
        // An event that came meanwhile is for the look after this one.
        const settled = { ...settle(state, look), ...(state.dirty && { deferred: true }) };
        const owed =
          state.dirty === true && !again
            ? { ...settled, due: [look.startedAt + 3_000, ...settled.due] }
            : settled;
        const next = again
          ? { ...withoutCauses(settled), holder, until: clock.now() + LEASE, dirty: false }
          : await withWake(key, owed);
        try {
          const written = itemOf(key, next, item.version + 1);
          await table.put(written);
          const { causes = [] } = settled;
          return again ? { key, item: written, state: next, causes } : undefined;
        } catch (error) {
          if (!(error instanceof VersionConflictError)) throw error;
          const current = await read(key);
          state = current.state;
          item = itemOf(key, state, current.version);
        }
      }
      // Others keep marking it dirty and count on us: somebody looks once the lease has run out.
      await queue.send({ holdfast: "look", key, changedAt: clock.now() }, LEASE / 1000);
      return undefined;
    },
  };
}
