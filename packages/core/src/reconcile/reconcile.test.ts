import { describe, expect, it } from "vitest";
import type { Mode } from "../baseline/model.ts";
import { formatKey } from "../key.ts";
import { cause, denied, engine, KEY, RESOURCE } from "../testing/toy.ts";
import { CONTROLS } from "./controls.ts";
import type { Incident } from "./incident.ts";

const NEIGHBOUR = { ...KEY, resource: "prod" };
const modes = (mode: Mode) => ({ modes: { default: mode, guardrails: {}, units: {} } });

type Engine = ReturnType<typeof engine>;

async function incidentOf({ table }: Engine): Promise<Incident | undefined> {
  return (await table.get(formatKey(KEY), "incident"))?.body as unknown as Incident | undefined;
}

async function putControl({ table }: Engine, sort: string, body: Record<string, string>) {
  await table.put({ partition: CONTROLS, sort, version: 1, body });
}

describe("reconcile", () => {
  it("puts a drift right, verifies it by a re-read and tells it once, closed", async () => {
    const all = engine();
    const result = await all.reconcile();
    expect(result).toEqual({ status: "IN_SYNC", outcome: "REVERTED", also: [NEIGHBOUR] });
    expect(all.world.writes).toEqual(["AttachPolicy p-wanted"]);
    expect(all.world.reads).toBe(2);
    expect(all.sinks.arrived).toEqual(all.sinks.alerts);
    expect(all.sinks.arrived).toMatchObject([
      { outcome: "REVERTED", closed: true, severity: "HIGH", notes: [], causeCount: 1 },
    ]);
    expect(await incidentOf(all)).toMatchObject({ status: "closed", before: [] });
  });

  it("says nothing and writes nothing when all is as declared", async () => {
    const all = engine({}, ["p-wanted"]);
    expect(await all.reconcile()).toEqual({ status: "IN_SYNC" });
    expect([all.world.writes, all.sinks.arrived, all.sinks.alerts]).toEqual([[], [], []]);
  });

  it("has the state before in the table before it writes", async () => {
    const all = engine({}, ["p-other"]);
    let kept: Incident | undefined;
    const { executor } = all.deps;
    const { execute } = executor;
    executor.execute = async (step) => {
      kept ??= await incidentOf(all);
      return execute(step);
    };
    await all.reconcile();
    expect(kept).toMatchObject({ status: "open", before: ["p-other"] });
  });

  it("looks at the neighbours a little later, as something that may have changed", async () => {
    const all = engine();
    await all.reconcile();
    expect(all.queue.sent).toContainEqual({
      message: { holdfast: "look", key: formatKey(NEIGHBOUR), changedAt: all.clock.now() },
      delay: 60,
    });
  });

  it("leaves a key to whoever is at it", async () => {
    const all = engine();
    const [one, other] = await Promise.all([all.reconcile(), all.reconcile([cause("e-2")])]);
    expect([one.status, other.status].sort()).toEqual(["COALESCED", "IN_SYNC"]);
    expect(all.world.writes).toEqual(["AttachPolicy p-wanted"]);
  });

  it("does not look at all in mode off", async () => {
    const all = engine(modes("off"));
    expect(await all.reconcile()).toEqual({ status: "NOT_CHECKED" });
    expect(all.world.reads).toBe(0);
  });

  it("refuses a key of a guardrail that it does not have", async () => {
    const all = engine();
    const { createReconcile } = await import("./reconcile.ts");
    const leases = { enter: () => Promise.reject(), leave: () => Promise.reject() };
    const run = createReconcile({ ...all.deps, queue: all.queue, leases, guardrails: [] });
    await expect(run({ key: KEY, causes: [] })).rejects.toMatchObject({
      code: "GUARDRAIL_UNKNOWN",
    });
  });
});

describe("what must not be written", () => {
  it("is anything on a state that could not be read; the look is repeated", async () => {
    const all = engine();
    all.world.unreadable = denied();
    expect(await all.reconcile()).toMatchObject({
      status: "UNKNOWN",
      outcome: "UNKNOWN",
      again: 30,
    });
    expect(all.world.writes).toEqual([]);
    expect(all.sinks.alerts).toMatchObject([{ outcome: "UNKNOWN", closed: false }]);
    expect(all.sinks.alerts[0]?.notes.join()).toContain("AccessDeniedException");
    delete all.world.unreadable;
    all.clock.advance(30_000);
    expect(await all.reconcile([])).toMatchObject({ outcome: "REVERTED" });
  });

  it("is told once while it stays unreadable, and looked at less and less often", async () => {
    const all = engine();
    all.world.unreadable = denied();
    const waits: (number | undefined)[] = [];
    for (let look = 0; look < 7; look++) {
      const { again = 0 } = await all.reconcile([cause(`e-${look}`)]);
      waits.push(again);
      all.clock.advance(again * 1000);
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900]);
    expect(all.sinks.alerts).toHaveLength(1);
  });

  it("is not hidden: a defect of a guardrail is no unreadable state", async () => {
    const all = engine();
    all.world.unreadable = new TypeError("a defect");
    await expect(all.reconcile()).rejects.toThrow("a defect");
    expect(all.sinks.arrived).toEqual([]);
  });

  it("is an exempt drift; it is shown all the same", async () => {
    const exemption = {
      guardrail: "toy",
      key: "dev",
      reason: "trial",
      owner: "team",
      expiresOn: "2026-11-23",
    };
    const all = engine({ exemptions: [exemption] });
    expect(await all.reconcile()).toMatchObject({ status: "EXEMPT", outcome: "EXEMPT" });
    expect(all.world.writes).toEqual([]);
    expect(all.sinks.arrived).toMatchObject([
      { outcome: "EXEMPT", severity: "LOW", closed: false },
    ]);
    all.clock.advance(86_400_000);
    expect(await all.reconcile([cause("e-2")])).toMatchObject({ outcome: "REVERTED" });
  });

  it("is what nobody has decided on: it is told, with the reason, and put back by nobody", async () => {
    const item = { guardrail: "toy", key: "dev", finding: "looks odd", since: "2026-11-20" };
    const all = engine({ ...modes("revert"), review: [item] });
    expect(await all.reconcile()).toMatchObject({ status: "DRIFTED", outcome: "ALERTED" });
    expect(all.world.writes).toEqual([]);
    expect(JSON.stringify(all.sinks.alerts)).toContain("under review since 2026-11-20");
    const others = engine({ ...modes("revert"), review: [{ ...item, key: "prod" }] });
    expect(await others.reconcile()).toMatchObject({ outcome: "REVERTED" });
  });

  it("is anything in mode alert; people are told once", async () => {
    const all = engine(modes("alert"));
    expect(await all.reconcile()).toMatchObject({ status: "DRIFTED", outcome: "ALERTED" });
    all.clock.advance(300_000);
    await all.reconcile([cause("e-2")]);
    expect(all.world.writes).toEqual([]);
    expect(all.sinks.alerts).toHaveLength(1);
    expect(all.sinks.alerts[0]?.actions).toMatchObject([{ result: "withheld" }]);
  });

  it("is what gives access back, in mode restrict", async () => {
    const all = engine(modes("restrict"), ["p-other"]);
    expect(await all.reconcile()).toMatchObject({ status: "DRIFTED", outcome: "ALERTED" });
    expect(all.world.writes).toEqual(["AttachPolicy p-wanted"]);
  });

  it.each(["100000000002", RESOURCE])("is a grant under a hold on %s", async (on) => {
    const all = engine({}, ["p-other"]);
    await putControl(all, "hold#1", { on, reason: "incident", by: "olivia" });
    expect(await all.reconcile()).toMatchObject({ outcome: "ALERTED" });
    expect(all.world.writes).toEqual(["AttachPolicy p-wanted"]);
    const withheld = all.sinks.alerts[0]?.actions.filter(({ result }) => result === "withheld");
    expect(withheld).toMatchObject([{ reason: "detach p-other", effect: "grant" }]);
    expect(withheld?.[0]?.detail).toContain("olivia");
  });

  it("is a grant while holds can't be read, and that is said", async () => {
    const all = engine({}, ["p-other"]);
    await putControl(all, "hold#1", { on: "100000000099" });
    expect(await all.reconcile()).toMatchObject({ outcome: "ALERTED" });
    expect(all.world.writes).toEqual(["AttachPolicy p-wanted"]);
    expect(all.sinks.alerts[0]?.notes.join()).toContain("hold#1");
  });

  it("is anything during a pause, after which the look is repeated", async () => {
    const all = engine();
    const until = new Date(all.clock.now() + 600_000).toISOString();
    await putControl(all, "pause#1", { scope: "toy", reason: "migration", by: "olivia", until });
    expect(await all.reconcile()).toMatchObject({ outcome: "ALERTED", again: 600 });
    expect(all.world.writes).toEqual([]);
    all.clock.advance(600_000);
    expect(await all.reconcile([])).toMatchObject({ outcome: "REVERTED" });
  });

  it("waits its turn when two fight over a key, and is still written in the end", async () => {
    const all = engine();
    const results: unknown[] = [];
    for (let round = 0; round < 5; round++) {
      all.world.attached.clear();
      results.push((await all.reconcile([cause(`e-${round}`)])).outcome);
      all.clock.advance(5_000);
    }
    expect(results).toEqual(["REVERTED", "REVERTED", "REVERTED", "REVERTED", "ALERTED"]);
    all.clock.advance(60_000);
    expect(await all.reconcile([])).toMatchObject({ outcome: "REVERTED" });
  });
});
