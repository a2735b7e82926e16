/**
 * Where the outbox is read from: delivered entries stay in the table for a day and longer, and a flood
 * must not be read again with every flush.
 */
import type { Clock } from "../clock.ts";
import { VersionConflictError } from "../errors.ts";
import type { Item, Table } from "../ports.ts";

/** Sort key of the cursor: before those of all entries, which begin with a time. */
const CURSOR = "#cursor";
/** The cursor stays behind now by this much, in milliseconds: longer than an invocation can take. */
const TRAIL = 15 * 60_000;
/** An entry that is older than this when it is added moves the cursor back; TRAIL less an invocation. */
const LATE = 5 * 60_000;
/** So many delivered entries are read again before a write is spent on skipping them. */
const WORTH = 100;
/** How often moving it back is tried again when somebody else moved it. */
const ATTEMPTS = 5;

export interface Cursor {
  /** The entries behind the cursor; then it moves past those delivered, if that is worth it. */
  read(): Promise<readonly Item[]>;
  /**
   * To be called after an entry of the time `at` (ISO 8601) was written, `now` taken before that: a
   * cursor that has passed it moves back. Throws what the table throws.
   */
  written(at: string, now: number): Promise<void>;
}

export function createCursor(deps: {
  readonly table: Table;
  readonly clock: Clock;
  readonly partition: string;
}): Cursor {
  const { table, clock, partition } = deps;

  async function stored(): Promise<{ readonly version: number; readonly after: string }> {
    const item = await table.get(partition, CURSOR);
    const after = typeof item?.body === "string" ? item.body : CURSOR;
    return { version: item?.version ?? 0, after };
  }

  /** Whether nobody else had moved it. */
  async function move(version: number, after: string): Promise<boolean> {
    try {
      await table.put({ partition, sort: CURSOR, version: version + 1, body: after });
      return true;
    } catch (error) {
      if (error instanceof VersionConflictError) return false;
      throw error;
    }
  }

  return {
    async read() {
      const end = new Date(clock.now() - TRAIL).toISOString();
      // Read first: whoever adds a late entry moves the cursor, and what is read here can't move it then.
      const { version, after } = await stored();
      const items = await table.query(partition, "", after);
      const first = items.findIndex(({ sort, body }) => body !== null || sort >= end);
      const past = items.slice(0, first === -1 ? items.length : first);
      const last = past.at(-1);
      if (last !== undefined && past.length >= WORTH) await move(version, last.sort);
      return items;
    },

    async written(at, now) {
      if (at > new Date(now - LATE).toISOString()) return;
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const { version, after } = await stored();
        // Also where it need not move back: whoever has read without the entry must not move it on.
        const passed = at < after;
        if (await move(version, passed ? at : after)) return;
      }
      throw new VersionConflictError(`${partition} ${CURSOR}`);
    },
  };
}
