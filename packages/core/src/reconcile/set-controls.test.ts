import { describe, expect, it } from "vitest";
import { formatKey } from "../key.ts";
import { memoryTable } from "../testing/memory.ts";
import { engine, KEY } from "../testing/toy.ts";
import { holdOn, LONGEST_PAUSE, pauseOn, readControls } from "./controls.ts";
import { lift, setHold, setPause } from "./set-controls.ts";

const NOW = Date.UTC(2026, 10, 23);
const pause = { scope: "toy", reason: "migration", by: "olivia", until: NOW + 60_000 };
const hold = { on: "100000000002", reason: "incident 42", by: "olivia" };
const subject = { name: "dev", accounts: ["100000000002"], resourceType: "x", resourceId: "y" };

describe("a pause", () => {
  it("is read as it was written, and holds until it ends", async () => {
    const table = memoryTable();
    await setPause(table, pause, NOW);
    const controls = await readControls(table, NOW);
    expect(controls.pauses).toEqual([pause]);
    expect(pauseOn(controls, KEY, NOW)).toEqual(pause);
    expect(pauseOn(controls, KEY, pause.until)).toBeUndefined();
  });

  it("stops a write that was about to be made, and no alert", async () => {
    const all = engine();
    const until = all.clock.now() + 60_000;
    await setPause(all.table, { ...pause, scope: formatKey(KEY), until }, all.clock.now());
    expect(await all.reconcile()).toMatchObject({ status: "DRIFTED", outcome: "ALERTED" });
    expect([all.world.writes, all.sinks.alerts.length]).toEqual([[], 1]);
    await lift(all.table, "pause", formatKey(KEY), "olivia", all.clock.now());
    all.clock.advance(1_000_000);
    expect(await all.reconcile()).toMatchObject({ outcome: "REVERTED" });
  });

  it("is short", async () => {
    const long = { ...pause, until: NOW + LONGEST_PAUSE + 1 };
    await expect(setPause(memoryTable(), long, NOW)).rejects.toMatchObject({
      code: "PAUSE_TOO_LONG",
    });
  });
});

describe("a hold", () => {
  it("stays until it is lifted, and then in the table as evidence", async () => {
    const table = memoryTable();
    await setHold(table, hold);
    expect(holdOn(await readControls(table, NOW), subject, NOW + 10 ** 12)).toEqual(hold);
    expect(await lift(table, "hold", hold.on, "erin", NOW)).toBe(true);
    expect(holdOn(await readControls(table, NOW), subject, NOW)).toBeUndefined();
    expect(JSON.stringify([...table.items.values()])).toContain('"liftedBy":"erin"');
  });

  it("can be placed again over one that is over", async () => {
    const table = memoryTable();
    await setHold(table, { ...hold, until: NOW });
    await setHold(table, hold);
    expect((await readControls(table, NOW)).holds).toEqual([hold]);
  });
});

it("lifting what is not in force says so", async () => {
  const table = memoryTable();
  expect(await lift(table, "pause", "toy", "olivia", NOW)).toBe(false);
  await setPause(table, pause, NOW);
  expect(await lift(table, "pause", "toy", "olivia", pause.until)).toBe(false);
});
