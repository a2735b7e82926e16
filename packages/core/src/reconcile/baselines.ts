/** The baseline as it is to be enforced now: as it was built, with the ids of what was made since. */
import type { Baseline } from "../baseline/model.ts";
import type { Clock } from "../clock.ts";
import { messageOf } from "../errors.ts";
import type { Table } from "../ports.ts";
import type { Creation } from "../step.ts";
import { createLedger, withLedger } from "./ledger.ts";

export interface Baselines {
  /** As far as is known; the same object as long as nothing new was made. */
  current(): Baseline;
  /** Reads the ledger again. Never throws: see `doubt`. */
  refresh(): Promise<Baseline>;
  /**
   * Why `current` may lack something that was made, undefined if it can't. Holdfast's own new policy
   * would then look like a stranger's, so nothing may be taken away from those that deny.
   */
  doubt(): string | undefined;
  /** Notes in the ledger that something is about to be made. Throws what the table throws. */
  intend(creation: Creation): Promise<void>;
  /** Notes the id of what was made. Throws what the table throws. */
  created(creation: Creation, id: string): Promise<void>;
}

/** Outlives invocations; `on` gives the view of one of them, with a table of its own. */
export function createBaselines(built: Baseline): { on(table: Table, clock: Clock): Baselines } {
  const { policies, identityCenter } = built;
  const pins: Readonly<Record<Creation["kind"], ReadonlyMap<string, string>>> = {
    policy: new Map(policies.map(({ name, id }) => [name, id])),
    "permission-set": new Map(identityCenter?.permissionSets.map(({ name, arn }) => [name, arn])),
  };
  let current = built;
  let version = "0.0";
  let doubt: string | undefined;

  return {
    on(table, clock) {
      const store = createLedger(table, clock);

      async function refresh(): Promise<Baseline> {
        try {
          const read = await store.read();
          if (read.version !== version) {
            current = withLedger(built, read.ledger);
            version = read.version;
          }
          doubt = undefined;
        } catch (error) {
          doubt = messageOf(error);
        }
        return current;
      }

      const pinOf = ({ kind, name }: Creation): string => {
        const pin = pins[kind].get(name);
        if (pin === undefined) throw new TypeError(`${name} is no ${kind} of the baseline`);
        return pin;
      };
      return {
        current: () => current,
        refresh,
        doubt: () => doubt,
        intend: (creation) => store.intend(creation, pinOf(creation)),
        async created(creation, id) {
          await store.created(creation, pinOf(creation), id);
          await refresh();
        },
      };
    },
  };
}
