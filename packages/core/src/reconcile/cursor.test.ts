import fc from "fast-check";
import { expect, it } from "vitest";
import { manualClock, memoryTable } from "../testing/memory.ts";
import { createCursor } from "./cursor.ts";

const partition = "outbox#organization";
const minute = 60_000;

function setUp() {
  const table = memoryTable();
  const clock = manualClock();
  const cursor = createCursor({ table, clock, partition });
  const iso = (ago: number) => new Date(clock.now() - ago).toISOString();
  const write = (at: string, id: string, body: "waits" | null) =>
    table.put({ partition, sort: `${at}#${id}`, version: 1, body });
  const delivered = async (count: number, ago: number) => {
    for (let id = 0; id < count; id++) await write(iso(ago), String(id).padStart(3, "0"), null);
  };
  const sorts = async () => (await cursor.read()).map(({ sort }) => sort);
  return { table, clock, cursor, iso, write, delivered, sorts };
}

it("leaves out what was delivered long ago, once there is enough of it", async () => {
  const { delivered, write, iso, sorts } = setUp();
  await delivered(99, 20 * minute);
  await sorts();
  expect(await sorts()).toHaveLength(99);
  await write(iso(20 * minute), "xxx", null);
  expect(await sorts()).toHaveLength(100);
  expect(await sorts()).toEqual([]);
});

it("passes neither what waits nor what is young", async () => {
  const { delivered, write, iso, sorts } = setUp();
  await write(iso(30 * minute), "old", "waits");
  await delivered(200, 20 * minute);
  await sorts();
  expect(await sorts()).toHaveLength(201);
  const young = setUp();
  await young.delivered(200, 14 * minute);
  await young.sorts();
  expect(await young.sorts()).toHaveLength(200);
});

it("moves back for an entry that comes late, also while somebody reads", async () => {
  const { table, delivered, write, cursor, clock, iso, sorts } = setUp();
  await delivered(150, 20 * minute);
  const { query } = table;
  const late = iso(40 * minute);
  // Written after the query, before the cursor moves on.
  table.query = async (...args) => {
    const items = await query(...args);
    table.query = query;
    await write(late, "late", "waits");
    await cursor.written(late, clock.now());
    return items;
  };
  await sorts();
  expect(await sorts()).toContain(`${late}#late`);
});

it("never loses an entry, however late and in whatever order they come", async () => {
  const entry = fc.record({
    ago: fc.integer({ min: 0, max: 120 }),
    wait: fc.integer({ min: 0, max: 30 }),
  });
  const property = fc.asyncProperty(fc.array(entry, { maxLength: 12 }), async (entries) => {
    const { table, clock, cursor, iso, write, delivered, sorts } = setUp();
    for (const [index, { ago, wait }] of entries.entries()) {
      const at = iso(ago * minute);
      await write(at, `e${index}`, "waits");
      await cursor.written(at, clock.now());
      expect(await sorts()).toContain(`${at}#e${index}`);
      const item = await table.get(partition, `${at}#e${index}`);
      if (item) await table.put({ ...item, version: item.version + 1, body: null });
      await delivered(100, (20 + index) * minute + index).catch(() => {});
      clock.advance(wait * minute);
      await sorts();
    }
  });
  await fc.assert(property, { numRuns: 50 });
});
