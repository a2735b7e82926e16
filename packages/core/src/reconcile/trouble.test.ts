import { describe, expect, it } from "vitest";
import type { Mode } from "../baseline/model.ts";
import { AwsError } from "../errors.ts";
import { formatKey } from "../key.ts";
import { cause, engine, KEY } from "../testing/toy.ts";
import type { Incident } from "./incident.ts";
import { LEASE } from "./look-state.ts";

const modes = (mode: Mode) => ({ modes: { default: mode, guardrails: {}, units: {} } });
const REFUSED = new AwsError("organizations:AttachPolicy", "AccessDeniedException", "denied", "no");

type Engine = ReturnType<typeof engine>;

async function incidentOf({ table }: Engine): Promise<Incident | undefined> {
  return (await table.get(formatKey(KEY), "incident"))?.body as unknown as Incident | undefined;
}

const outcomes = ({ sinks }: Engine) => sinks.arrived.map(({ outcome }) => outcome);

describe("when things go wrong", () => {
  it("reverts without the table, says so and tells directly", async () => {
    const all = engine();
    all.table.fail = new Error("the table is down");
    expect(await all.reconcile()).toMatchObject({ status: "IN_SYNC", outcome: "REVERTED" });
    expect(all.world.writes).toEqual(["AttachPolicy p-wanted"]);
    expect(all.sinks.arrived).toMatchObject([{ outcome: "REVERTED" }]);
    expect(all.sinks.alerts).toHaveLength(1);
    const notes = all.sinks.alerts[0]?.notes ?? [];
    expect(notes.filter((note) => note.includes("the table is down")).length).toBeGreaterThan(1);
    // It can't remember the look it owes, so it asks for it at once.
    const looks = all.queue.sent.map(({ message, delay }) => ({ ...message, delay }));
    expect(looks).toContainEqual(expect.objectContaining({ key: formatKey(KEY), delay: 30 }));
  });

  it("leads to no neighbour without the table as long as the drift lasts", async () => {
    for (const [attached, led] of [
      [[], true],
      [["p-other"], false],
    ] as const) {
      const all = engine({}, attached);
      all.table.fail = new Error("the table is down");
      await all.reconcile();
      const keys = all.queue.sent.map(({ message }) => "key" in message && message.key);
      expect(keys.includes(formatKey({ ...KEY, resource: "prod" }))).toBe(led);
    }
  });

  it("takes access away, but gives none back, without the table", async () => {
    const all = engine({}, ["p-other"]);
    all.table.fail = new Error("the table is down");
    await all.reconcile();
    expect(all.world.writes).toEqual(["AttachPolicy p-wanted"]);
  });

  it("tells directly, and still reverts, if the table fails between the look and the write", async () => {
    const all = engine();
    const { put } = all.table;
    all.table.put = async (item) => {
      if (item.sort !== "lease") throw new Error("throttled");
      return put(item);
    };
    expect(await all.reconcile()).toMatchObject({ outcome: "REVERTED" });
    expect(all.sinks.alerts).toHaveLength(1);
    expect(all.sinks.alerts[0]?.notes.join()).toContain("throttled");
  });

  it("shouts when a write fails, tries again, and says when it worked after all", async () => {
    const all = engine();
    all.world.refuses = REFUSED;
    expect(await all.reconcile()).toMatchObject({
      status: "DRIFTED",
      outcome: "FAILED",
      again: 30,
    });
    expect(all.sinks.alerts).toMatchObject([{ outcome: "FAILED", severity: "CRITICAL" }]);
    all.clock.advance(30_000);
    expect(await all.reconcile([])).toMatchObject({ outcome: "FAILED", again: 60 });
    expect(all.sinks.alerts).toHaveLength(1);
    delete all.world.refuses;
    all.clock.advance(60_000);
    expect(await all.reconcile([])).toMatchObject({ outcome: "REVERTED" });
    expect(all.sinks.alerts.map(({ outcome }) => outcome)).toEqual(["FAILED", "REVERTED"]);
  });

  it("tries again quietly what AWS refuses for now, and shouts if it does not pass", async () => {
    const all = engine();
    const busy = ["organizations:AttachPolicy", "PolicyChangesInProgressException"] as const;
    all.world.refuses = new AwsError(...busy, "conflict", "another change is under way");
    const delays: unknown[] = [];
    for (let attempt = 0; attempt < 4; attempt++) {
      const { outcome, again } = await all.reconcile(attempt === 0 ? undefined : []);
      delays.push(outcome === "PENDING" && again);
      all.clock.advance((again ?? 0) * 1000);
    }
    expect(delays).toEqual([30, 60, 120, 240]);
    expect(all.sinks.alerts).toEqual([]);
    expect(await all.reconcile([])).toMatchObject({ outcome: "FAILED" });
    expect(all.sinks.alerts).toMatchObject([{ outcome: "FAILED", severity: "CRITICAL" }]);
    delete all.world.refuses;
    all.clock.advance(900_000);
    expect(await all.reconcile([])).toMatchObject({ outcome: "REVERTED" });
  });

  it("repeats the shout every hour while the write keeps failing", async () => {
    const all = engine();
    all.world.refuses = REFUSED;
    await all.reconcile();
    const shouts: number[] = [];
    for (let hours = 0; hours < 3; hours += 0.25) {
      all.clock.advance(900_000);
      await all.reconcile([]);
      shouts.push(all.sinks.alerts.length);
    }
    expect(shouts).toEqual([1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4]);
  });

  it("tries again what the re-read does not show yet", async () => {
    const all = engine();
    all.world.stale = new Set();
    expect(await all.reconcile()).toMatchObject({ outcome: "UNVERIFIED", again: 30 });
    delete all.world.stale;
    all.clock.advance(30_000);
    expect(await all.reconcile([])).toMatchObject({ status: "IN_SYNC", outcome: "REVERTED" });
    expect(outcomes(all)).toEqual(["UNVERIFIED", "REVERTED"]);
  });

  it("calls it reverted at the next look if it was killed between write and re-read", async () => {
    const all = engine();
    await new Promise<void>((killed) => {
      all.world.killed = killed;
      void all.reconcile();
    });
    expect(all.sinks.arrived).toEqual([]);
    delete all.world.killed;
    all.clock.advance(LEASE);
    expect(await all.reconcile()).toMatchObject({ status: "IN_SYNC", outcome: "REVERTED" });
    expect(all.world.writes).toEqual(["AttachPolicy p-wanted"]);
    expect(all.sinks.alerts).toMatchObject([{ outcome: "REVERTED", closed: true }]);
    expect(all.sinks.alerts[0]?.actions[0]?.detail).toContain("a later re-read did");
  });

  it("calls it resolved if somebody else put it right", async () => {
    const all = engine(modes("alert"));
    await all.reconcile();
    all.world.attached.add("p-wanted");
    all.clock.advance(30_000);
    expect(await all.reconcile([])).toMatchObject({ status: "IN_SYNC", outcome: "RESOLVED" });
    expect(outcomes(all)).toEqual(["ALERTED", "RESOLVED"]);
    expect(all.sinks.arrived.at(-1)).toMatchObject({ closed: true });
  });

  it("opens a new incident when a closed one comes back, and keeps the old one", async () => {
    const all = engine();
    await all.reconcile();
    const first = await incidentOf(all);
    all.world.attached.clear();
    all.clock.advance(10_000);
    await all.reconcile([cause("e-2")]);
    const second = await incidentOf(all);
    expect(second?.id).not.toBe(first?.id);
    const kept = await all.table.get(formatKey(KEY), `incident#${first?.id}`);
    expect(kept?.body).toMatchObject({ status: "closed", outcome: "REVERTED" });
  });
});
