import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Mode } from "../baseline/model.ts";
import { VersionConflictError } from "../errors.ts";
import { formatKey } from "../key.ts";
import { engine, HOUR, heard, KEY } from "./bell.fixture.ts";
import type { TripIncident } from "./incident.ts";
import { createTrip } from "./trip.ts";

const modes = (mode: Mode) => ({ modes: { default: mode, guardrails: {}, units: {} } });
const THREE = { count: 3, withinMs: 600_000 };
const EXEMPTION = {
  guardrail: "bell",
  key: "dev",
  reason: "drill",
  owner: "team",
  expiresOn: "2026-11-23",
};

type Engine = ReturnType<typeof engine>;

async function latest({ table }: Engine): Promise<TripIncident> {
  const item = await table.get(formatKey(KEY), "incident");
  if (item === undefined) throw new Error("there is no incident");
  return item.body as unknown as TripIncident;
}

describe("an event", () => {
  it("opens an incident: one finding, one alert, with who, when, where and what", async () => {
    const all = engine();
    expect(await all.trip(heard("1"))).toEqual({ status: "OPENED", outcome: "TRIPPED" });
    expect(all.sinks.alerts).toEqual(all.sinks.arrived);
    expect(all.sinks.alerts).toMatchObject([
      {
        key: KEY,
        subject: { name: "dev" },
        guardrail: { id: "bell", tactic: "Discovery" },
        outcome: "TRIPPED",
        severity: "HIGH",
        happened: "1 rang",
        causes: [{ eventId: "1", actor: { name: "mallory" }, at: "2026-11-23T00:00:00Z" }],
        differences: [],
        actions: [],
        notes: [],
        closed: false,
      },
    ]);
  });

  it("that follows joins it: the finding grows, and nobody is told again", async () => {
    const all = engine();
    await all.trip(heard("1"));
    all.clock.advance(HOUR);
    expect(await all.trip(heard("2"), heard("3"))).toMatchObject({ status: "JOINED" });
    expect(all.sinks.alerts).toHaveLength(1);
    expect(all.sinks.arrived.map(({ causeCount }) => causeCount)).toEqual([1, 3]);
    expect(new Set(all.sinks.arrived.map(({ incident }) => incident)).size).toBe(1);
    const [first, second] = all.sinks.arrived.map(({ updatedAt }) => updatedAt);
    expect(second && first && second > first).toBe(true);
  });

  it("that comes again changes nothing, also in the same batch", async () => {
    const all = engine();
    await all.trip(heard("1"), heard("1"));
    expect(all.sinks.arrived).toMatchObject([{ causeCount: 1 }]);
    all.clock.advance(HOUR);
    expect(await all.trip(heard("1"))).toEqual({ status: "REPEATED" });
    expect(all.sinks.arrived).toHaveLength(1);
    // Long after the incident has ended it is no news either, nor part of another one.
    all.clock.advance(24 * HOUR);
    expect(await all.trip(heard("1"))).toEqual({ status: "REPEATED" });
    expect(await all.trip(heard("2"))).toMatchObject({ status: "OPENED" });
    expect(await all.trip(heard("1"))).toEqual({ status: "REPEATED" });
    expect((await latest(all)).causeCount).toBe(1);
  });

  it("is told once also when the outbox has forgotten that it told", async () => {
    const all = engine();
    await all.trip(heard("1"));
    for (const [id, { partition }] of all.table.items) {
      // What was delivered is dropped by DynamoDB after a day.
      if (partition.startsWith("outbox")) all.table.items.delete(id);
    }
    await all.trip(heard("2"));
    await all.trip(heard("2"));
    expect(all.sinks.alerts).toHaveLength(1);
  });

  it("opens another incident once the first takes in no more, however busy that was", async () => {
    const all = engine();
    for (let hour = 0; hour < 8; hour++) {
      await all.trip(heard(`${hour}`));
      all.clock.advance(HOUR);
    }
    const told = all.sinks.alerts.map(({ happened }) => happened);
    expect(told).toEqual(["0 rang", "4 rang"]);
    const [first, second] = all.sinks.alerts.map(({ incident }) => incident);
    expect(first).not.toBe(second);
    const kept = await all.table.get(formatKey(KEY), `incident#${first}`);
    expect(kept?.body).toMatchObject({ id: first, causeCount: 4 });
  });

  it("that is worse is told, one that is as bad or less is not", async () => {
    const all = engine();
    await all.trip(heard("tried", { severity: "LOW" }));
    await all.trip(heard("worse", { severity: "CRITICAL" }));
    await all.trip(heard("equal", { severity: "CRITICAL" }), heard("less", { severity: "LOW" }));
    const told = all.sinks.alerts.map(({ severity, happened }) => [severity, happened]);
    expect(told).toEqual([
      ["LOW", "tried rang"],
      ["CRITICAL", "worse rang"],
    ]);
    expect(all.sinks.arrived.at(-1)).toMatchObject({ severity: "CRITICAL", causeCount: 4 });
  });

  it("of a time that can't be read counts as one of now", async () => {
    const all = engine({}, THREE);
    await all.trip(heard("1", { at: "yesterday" }));
    await all.trip(heard("2", { at: "" }));
    expect(await all.trip(heard("3", { at: "?" }))).toMatchObject({ status: "OPENED" });
  });

  it("of a tripwire that is not there is an error", async () => {
    const all = engine();
    const trip = createTrip({ ...all, tripwires: [], outbox: null as never, log: null as never });
    await expect(trip({ key: KEY, heard: [heard("1")] })).rejects.toThrow("no tripwire bell");
  });
});

describe("mode and exemption", () => {
  it("off: nothing is told, and nothing remembered", async () => {
    const all = engine(modes("off"));
    expect(await all.trip(heard("1"))).toEqual({ status: "OFF" });
    expect([all.sinks.arrived, all.sinks.alerts, all.table.items.size]).toEqual([[], [], 0]);
  });

  it.each(["alert", "restrict", "revert"] as const)("%s: told", async (mode) => {
    const all = engine(modes(mode));
    await all.trip(heard("1"));
    expect(all.sinks.alerts).toMatchObject([{ mode, outcome: "TRIPPED" }]);
  });

  it("exempt: shown as such, low, with the reason; told in full once the exemption is over", async () => {
    const all = engine({ exemptions: [EXEMPTION] });
    all.clock.advance(22 * HOUR);
    expect(await all.trip(heard("1"))).toMatchObject({ outcome: "EXEMPT" });
    expect(all.sinks.alerts).toMatchObject([
      { outcome: "EXEMPT", severity: "LOW", notes: ["exempt until 2026-11-23: drill"] },
    ]);
    all.clock.advance(3 * HOUR);
    expect(await all.trip(heard("2"))).toMatchObject({ status: "JOINED", outcome: "TRIPPED" });
    expect(all.sinks.alerts.at(-1)).toMatchObject({ severity: "HIGH", notes: [], causeCount: 2 });
    expect(all.sinks.alerts).toHaveLength(2);
  });
});

describe("a threshold", () => {
  it("is reached by different events only, and then tells of all", async () => {
    const all = engine({}, THREE);
    expect(await all.trip(heard("1"))).toEqual({ status: "COUNTED" });
    expect(await all.trip(heard("1"), heard("2"))).toEqual({ status: "COUNTED" });
    expect(all.sinks.arrived).toEqual([]);
    expect(await all.trip(heard("3"))).toMatchObject({ status: "OPENED" });
    expect(all.sinks.alerts).toMatchObject([{ causeCount: 3, happened: "1 rang" }]);
    expect(await all.trip(heard("4"))).toMatchObject({ status: "JOINED" });
    expect(all.sinks.alerts).toHaveLength(1);
  });

  it("is counted afresh after the incident", async () => {
    const all = engine({}, THREE);
    await all.trip(heard("1"), heard("2"), heard("3"));
    all.clock.advance(5 * HOUR);
    const later = { at: new Date(all.clock.now()).toISOString() };
    expect(await all.trip(heard("4", later), heard("5", later))).toEqual({ status: "COUNTED" });
    expect(await all.trip(heard("6", later))).toMatchObject({ status: "OPENED" });
    expect(all.sinks.alerts).toHaveLength(2);
  });

  it("loses no event to handlers that run at the same time", async () => {
    for (const size of [2, 3, 6]) {
      const all = engine({}, { count: size, withinMs: 600_000 });
      const events = Array.from({ length: size }, (_, index) => heard(`${index}`));
      const results = await Promise.all(events.map((event) => all.trip(event)));
      expect(results.filter(({ status }) => status === "OPENED")).toHaveLength(1);
      expect(all.sinks.alerts).toHaveLength(1);
      expect((await latest(all)).causeCount).toBe(size);
    }
  });
});

describe("whatever the order, the batches and the repetitions", () => {
  const plan = fc.array(
    fc.record({ event: fc.nat(7), together: fc.boolean(), atOnce: fc.boolean() }),
    { maxLength: 30 },
  );
  it.each([undefined, THREE])("the same incident comes of it: threshold %j", async (threshold) => {
    await fc.assert(
      fc.asyncProperty(plan, async (deliveries) => {
        const all = engine({}, threshold);
        const running: Promise<unknown>[] = [];
        let batch: ReturnType<typeof heard>[] = [];
        for (const { event, together, atOnce } of deliveries) {
          batch.push(heard(`${event}`));
          if (together) continue;
          running.push(all.trip(...batch));
          batch = [];
          if (!atOnce) await Promise.all(running.splice(0));
        }
        await Promise.all(running);
        if (batch.length > 0) await all.trip(...batch);
        const different = new Set(deliveries.map(({ event }) => event)).size;
        const trips = different >= (threshold?.count ?? 1);
        expect(all.sinks.alerts).toHaveLength(trips ? 1 : 0);
        if (!trips) return;
        expect((await latest(all)).causeCount).toBe(different);
        expect(all.sinks.arrived.at(-1)?.causeCount).toBe(different);
      }),
      { numRuns: 60 },
    );
  });
});

describe("when the table fails", () => {
  const down = new Error("the table is down");

  it("tells directly, and says so", async () => {
    const all = engine();
    all.table.fail = down;
    expect(await all.trip(heard("1"))).toMatchObject({ status: "TOLD_DIRECTLY" });
    expect(all.sinks.alerts).toMatchObject([{ happened: "1 rang", causeCount: 1 }]);
    expect(all.sinks.alerts[0]?.notes.join()).toContain("the table is down");
    expect(all.sinks.arrived).toHaveLength(1);
  });

  it("gives the event back if the sinks fail too", async () => {
    const all = engine();
    all.table.fail = down;
    all.sinks.fail = new Error("the sinks are down");
    await expect(all.trip(heard("1"))).rejects.toThrow("the table is down");
  });

  it("gives back what it could only count, and tells what is enough by itself", async () => {
    const all = engine({}, THREE);
    all.table.fail = down;
    await expect(all.trip(heard("1"), heard("2"))).rejects.toThrow("the table is down");
    expect(all.sinks.alerts).toEqual([]);
    expect(await all.trip(heard("1"), heard("2"), heard("3"))).toMatchObject({
      status: "TOLD_DIRECTLY",
    });
    expect(all.sinks.alerts).toHaveLength(1);
  });

  it("tells what it knows if the table fails between the incident and the outbox", async () => {
    const all = engine();
    const { put } = all.table;
    all.table.put = async (item) => {
      if (item.partition.startsWith("outbox")) throw new Error("throttled");
      return put(item);
    };
    expect(await all.trip(heard("1"))).toMatchObject({ status: "TOLD_DIRECTLY" });
    const { id } = await latest(all);
    expect(all.sinks.alerts).toMatchObject([{ incident: id }]);
    expect(all.sinks.alerts[0]?.notes.join()).toContain("throttled");
  });

  it("does not take lost races for an outage", async () => {
    const all = engine();
    all.table.put = () => Promise.reject(new VersionConflictError("x"));
    await expect(all.trip(heard("1"))).rejects.toBeInstanceOf(VersionConflictError);
    expect(all.sinks.alerts).toEqual([]);
  });
});

describe("an invocation that is killed", () => {
  it.each([1, 2, 3, 4])("at write %i has its alert told by the next, once", async (at) => {
    const all = engine();
    const { put } = all.table;
    let writes = 0;
    const killed = new Promise<void>((resolve) => {
      all.table.put = (item) => {
        if (++writes < at) return put(item);
        resolve();
        return new Promise(() => {});
      };
    });
    void all.trip(heard("1"));
    await killed;
    all.table.put = put;
    all.clock.advance(360_000);
    await all.trip(heard("1"));
    expect(all.sinks.alerts).toMatchObject([{ happened: "1 rang" }]);
    await all.trip(heard("2"));
    expect(all.sinks.alerts).toHaveLength(1);
  });
});

it("waits for sinks that are down, and tells each once when they are back", async () => {
  const all = engine();
  all.sinks.fail = new Error("down");
  await all.trip(heard("1"));
  all.clock.advance(5 * HOUR);
  await all.trip(heard("2"));
  expect(all.queue.sent.at(-1)?.message).toMatchObject({ holdfast: "outbox" });
  delete all.sinks.fail;
  await all.trip(heard("2"));
  expect(all.sinks.alerts.map(({ happened }) => happened)).toEqual(["1 rang", "2 rang"]);
  expect(all.sinks.arrived.map(({ happened }) => happened)).toEqual(["1 rang", "2 rang"]);
});
