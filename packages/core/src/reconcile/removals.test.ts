import { describe, expect, it } from "vitest";
import { load } from "../baseline/fixture.ts";
import { VersionConflictError } from "../errors.ts";
import { manualClock, memoryTable } from "../testing/memory.ts";
import { cause, engine } from "../testing/toy.ts";
import { bookRemovals, removalCap } from "./removals.ts";

function removalsOf(deps: Parameters<typeof bookRemovals>[0]) {
  return {
    cap: (scope: string) => removalCap(deps, scope),
    book: (scope: string, count: number) => bookRemovals(deps, scope, count),
  };
}

function counts(perHour = 2) {
  const table = memoryTable();
  const clock = manualClock();
  const baseline = { ...load(), limits: { removalsPerHour: perHour } };
  return { table, clock, removals: removalsOf({ table, clock, baseline }) };
}

describe("the count of removals", () => {
  it("takes all that is asked for, or nothing", async () => {
    const { removals } = counts(3);
    expect(await removals.book("g", 2)).toBe(true);
    expect(await removals.book("g", 2)).toBe(false);
    expect(await removals.cap("g")).toEqual({ scope: "g", perHour: 3, left: 1 });
    expect(await removals.book("g", 1)).toBe(true);
  });

  it("is one per guardrail", async () => {
    const { removals } = counts();
    await removals.book("g", 2);
    expect(await removals.cap("other")).toMatchObject({ left: 2 });
  });

  it("begins anew with every hour", async () => {
    const { removals, clock } = counts();
    await removals.book("g", 2);
    clock.advance(3_600_000);
    expect(await removals.cap("g")).toMatchObject({ left: 2 });
  });

  it("is ten an hour unless the baseline says otherwise", async () => {
    const table = memoryTable();
    const removals = removalsOf({ table, clock: manualClock(), baseline: load() });
    expect(await removals.cap("g")).toMatchObject({ perHour: 10, left: 10 });
  });

  it("holds when others count at the same time", async () => {
    const { removals } = counts(11);
    const booked = await Promise.all(Array.from({ length: 20 }, () => removals.book("g", 2)));
    expect(booked.filter(Boolean)).toHaveLength(5);
  });

  it("gives up, rather than guess, where every write loses", async () => {
    const { table, clock } = counts();
    const losing = { ...table, put: () => Promise.reject(new VersionConflictError("x")) };
    const removals = removalsOf({ table: losing, clock, baseline: load() });
    await expect(removals.book("g", 1)).rejects.toThrow(VersionConflictError);
  });
});

describe("drift that no event explains", () => {
  const strangers = (count: number) => Array.from({ length: count }, (_, index) => `p-${index}`);
  const limits = { limits: { removalsPerHour: 2 } };
  const found = { causes: [], changed: true } as const;

  it("is removed up to the cap; people are asked about the rest", async () => {
    const { world, reconcile, sinks } = engine(limits, ["p-wanted", ...strangers(5)]);
    expect(await reconcile(found.causes, found)).toMatchObject({ outcome: "ALERTED" });
    expect(world.writes).toEqual(["DetachPolicy p-0", "DetachPolicy p-1"]);
    const [alert] = sinks.alerts;
    expect(alert?.actions.filter(({ result }) => result === "withheld")).toHaveLength(3);
    expect(alert?.actions.at(-1)?.detail).toContain("cap: toy removes 2 things an hour");
  });

  it("stays capped when the event of our own removal arrives", async () => {
    const { world, reconcile, clock } = engine(limits, ["p-wanted", ...strangers(5)]);
    await reconcile(found.causes, found);
    clock.advance(10_000);
    await reconcile([cause("our-own")]);
    expect(world.writes).toHaveLength(2);
  });

  it("is removed without a cap as soon as an event explains something new in it", async () => {
    const { world, reconcile, clock } = engine(limits, ["p-wanted", ...strangers(5)]);
    await reconcile(found.causes, found);
    world.attached.add("p-mallory");
    clock.advance(10_000);
    await reconcile([cause("mallory")]);
    expect([...world.attached]).toEqual(["p-wanted"]);
  });

  it("is capped no longer in the next hour", async () => {
    const { world, reconcile, clock } = engine(limits, ["p-wanted", ...strangers(3)]);
    await reconcile(found.causes, found);
    clock.advance(3_600_000);
    await reconcile(found.causes, found);
    expect([...world.attached]).toEqual(["p-wanted"]);
  });

  it("is left alone where the cap can't be read", async () => {
    const { world, table, reconcile } = engine(limits, ["p-wanted", ...strangers(1)]);
    table.fail = new Error("the table is down");
    await reconcile(found.causes, found);
    expect(world.writes).toEqual([]);
  });
});

describe("drift that an event explains", () => {
  it("is removed altogether, however much it is", async () => {
    const strangers = Array.from({ length: 30 }, (_, index) => `p-${index}`);
    const { world, reconcile } = engine({}, ["p-wanted", ...strangers]);
    await reconcile([cause("e-1")]);
    expect([...world.attached]).toEqual(["p-wanted"]);
  });

  it("is removed also when only the re-check sees it, since the first read was stale", async () => {
    const limits = { limits: { removalsPerHour: 0 } };
    const { world, reconcile, clock } = engine(limits, ["p-wanted", "p-mallory"]);
    world.stale = new Set(["p-wanted"]);
    await reconcile([cause("attached")]);
    delete world.stale;
    clock.advance(30_000);
    await reconcile([]);
    expect([...world.attached]).toEqual(["p-wanted"]);
  });
});
