/** Ports in memory, for the unit tests of the engine. */
import { VersionConflictError } from "../errors.ts";
import type { DelayedQueue, Item, Log, OwnMessage, Table } from "../ports.ts";

export function memoryTable(): Table & { items: Map<string, Item>; fail?: Error } {
  const items = new Map<string, Item>();
  const idOf = (partition: string, sort: string) => `${partition}\n${sort}`;
  const table = {
    items,
    async get(partition: string, sort: string) {
      check();
      return items.get(idOf(partition, sort));
    },
    async query(partition: string, prefix: string, after = "") {
      check();
      return [...items.values()]
        .filter((item) => item.partition === partition && item.sort.startsWith(prefix))
        .filter(({ sort }) => sort > after)
        .sort((a, b) => (a.sort < b.sort ? -1 : 1));
    },
    async put(item: Item) {
      check();
      const id = idOf(item.partition, item.sort);
      const stored = items.get(id)?.version ?? 0;
      if (stored !== item.version - 1) throw new VersionConflictError(id);
      // As DynamoDB would: what comes back is a copy.
      items.set(id, structuredClone(item));
    },
  } as Table & { items: Map<string, Item>; fail?: Error };
  function check() {
    if (table.fail) throw table.fail;
  }
  return table;
}

export function memoryQueue(): DelayedQueue & {
  sent: { message: OwnMessage; delay: number }[];
} {
  const sent: { message: OwnMessage; delay: number }[] = [];
  return {
    sent,
    async send(message, delay) {
      sent.push({ message, delay });
    },
  };
}

export const silentLog: Log = { info() {}, warn() {}, error() {} };

/** A clock that moves only when told to. */
export function manualClock(start = Date.UTC(2026, 10, 23)): {
  now(): number;
  sleep(ms: number): Promise<void>;
  advance(ms: number): void;
} {
  let now = start;
  return {
    now: () => now,
    async sleep(ms) {
      now += ms;
    },
    advance(ms) {
      now += ms;
    },
  };
}
