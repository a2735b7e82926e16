/**
 * The cap on removals: how much may be taken away in an hour of what no event explains. The first
 * scan after a baseline has lost a part would otherwise undo that part everywhere at once.
 */
import type { Baseline } from "../baseline/model.ts";
import { removalsPerHour } from "../baseline/query.ts";
import type { Clock } from "../clock.ts";
import type { RemovalCap } from "../decide.ts";
import { VersionConflictError } from "../errors.ts";
import type { Table } from "../ports.ts";

const HOUR = 3_600_000;
/** Seconds after which DynamoDB may drop an hour's count. */
const KEEP = 7 * 86_400;
/**
 * How often a booking is repeated when somebody else booked first: a scan's finds are looked at
 * twenty at once, by two functions, and each of them may win before this one does.
 */
const ATTEMPTS = 50;

/** Partition of the counts: one item per guardrail and hour. */
export const REMOVALS = "removals";

interface Deps {
  readonly table: Table;
  readonly clock: Clock;
  readonly baseline: Baseline;
}

type Reads = Omit<Deps, "table"> & { readonly table: Pick<Table, "get"> };

/** What is left of this hour. Throws what the table throws. */
export async function removalCap(deps: Reads, scope: string): Promise<RemovalCap> {
  const { count } = await read(deps, scope);
  const perHour = removalsPerHour(deps.baseline);
  return { scope, perHour, left: Math.max(0, perHour - count) };
}

/**
 * Takes `count` removals out of this hour, all of them or none. Returns false if that many are not
 * left. Throws what the table throws.
 */
export async function bookRemovals(deps: Deps, scope: string, more: number): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const { sort, count, version } = await read(deps, scope);
    const body = count + more;
    if (body > removalsPerHour(deps.baseline)) return false;
    const expiresAt = Math.floor(deps.clock.now() / 1000) + KEEP;
    try {
      const item = { partition: REMOVALS, sort, version: version + 1, body, expiresAt };
      await deps.table.put(item);
      return true;
    } catch (error) {
      if (!(error instanceof VersionConflictError) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function read({ table, clock }: Reads, guardrail: string) {
  const hour = new Date(Math.floor(clock.now() / HOUR) * HOUR).toISOString();
  const sort = `${guardrail}#${hour}`;
  const item = await table.get(REMOVALS, sort);
  const count = typeof item?.body === "number" ? item.body : 0;
  return { sort, count, version: item?.version ?? 0 };
}
