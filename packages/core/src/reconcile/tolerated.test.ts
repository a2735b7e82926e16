import { describe, expect, it } from "vitest";
import type { Mode } from "../baseline/model.ts";
import type { Guardrail } from "../guardrail.ts";
import { formatKey } from "../key.ts";
import type { Cause } from "../record.ts";
import { cause, denied, engine, KEY, toy } from "../testing/toy.ts";
import type { Incident } from "./incident.ts";
import { createLeases } from "./leases.ts";
import { createReconcile } from "./reconcile.ts";

const HOUR = 3_600_000;

/** The toy, where whatever begins with `p-jit` may stay attached for an hour. */
const tolerant: Guardrail = {
  ...toy,
  async inspect(...asked) {
    const found = await toy.inspect(...asked);
    if (found.kind !== "known") return found;
    const tolerance = { reason: "on call", duration: HOUR };
    return {
      ...found,
      differences: found.differences.map((one) =>
        one.path.startsWith("policies.p-jit") ? { ...one, tolerance } : one,
      ),
      steps: found.steps.map((step) => {
        const { PolicyId } = step.input as { PolicyId: string };
        return { ...step, effect: "restrict", undoes: `policies.${PolicyId}` };
      }),
    };
  },
};

function setup(attached: readonly string[], mode: Mode = "revert") {
  const modes = { default: mode, guardrails: {}, units: {} };
  const all = engine({ modes }, ["p-wanted", ...attached]);
  let invocations = 0;
  async function reconcile(causes: readonly Cause[] = [], blindSince?: number) {
    invocations += 1;
    const leases = createLeases({ ...all, holder: `tolerant-${invocations}` });
    const run = createReconcile({ ...all.deps, leases, guardrails: [tolerant] });
    const changedAt = all.clock.now();
    const blind = blindSince === undefined ? {} : { blindSince };
    const result = await run({ key: KEY, causes, changedAt, ...blind });
    await all.outbox.flush().catch(() => {});
    return result;
  }
  const told = () => all.sinks.alerts.map(({ outcome, severity }) => `${outcome} ${severity}`);
  const incident = () =>
    all.table.items.get(`${formatKey(KEY)}\nincident`)?.body as unknown as Incident;
  return { ...all, reconcile, told, incident };
}

describe("a time-boxed grant", () => {
  it("is told once and left alone until its end, and looked at again then", async () => {
    const { reconcile, clock, world, told, sinks } = setup(["p-jit"]);
    expect(await reconcile([cause("e-1")])).toMatchObject({
      status: "EXEMPT",
      outcome: "TOLERATED",
      again: 3600,
    });
    clock.advance(HOUR / 2);
    expect(await reconcile()).toMatchObject({ outcome: "TOLERATED", again: 1800 });
    expect(world.writes).toEqual([]);
    expect(told()).toEqual(["TOLERATED INFORMATIONAL"]);
    expect(sinks.alerts[0]?.differences[0]?.message).toContain("may stay until 2026-11-23T01:00");
  });

  it("is taken away at its end, which is told", async () => {
    const { reconcile, clock, world, told } = setup(["p-jit"]);
    await reconcile([cause("e-1")]);
    clock.advance(HOUR);
    expect(await reconcile()).toMatchObject({ status: "IN_SYNC", outcome: "REVERTED" });
    expect(world.writes).toEqual(["DetachPolicy p-jit"]);
    expect(told()).toEqual(["TOLERATED INFORMATIONAL", "REVERTED INFORMATIONAL"]);
  });

  it("that ends by itself is over without a word", async () => {
    const { reconcile, clock, world, told, sinks } = setup(["p-jit"]);
    await reconcile([cause("e-1")]);
    world.attached.delete("p-jit");
    clock.advance(HOUR / 2);
    expect(await reconcile([cause("e-2")])).toMatchObject({ outcome: "RESOLVED" });
    expect(told()).toEqual(["TOLERATED INFORMATIONAL"]);
    expect(sinks.arrived.at(-1)).toMatchObject({ closed: true, severity: "INFORMATIONAL" });
  });

  it("does not protect another drift beside it", async () => {
    const { reconcile, clock, world, told } = setup(["p-jit"]);
    await reconcile([cause("e-1")]);
    world.attached.add("p-evil");
    clock.advance(60_000);
    await reconcile([cause("e-2")]);
    expect(world.writes).toEqual(["DetachPolicy p-evil"]);
    clock.advance(60_000);
    await reconcile([cause("e-3")]);
    expect([...world.attached]).toEqual(["p-wanted", "p-jit"]);
    // The other one's end is no news about the grant, which was told.
    expect(told()).toEqual(["TOLERATED INFORMATIONAL", "ALERTED HIGH"]);
  });

  it("is told of each, though another one is there already", async () => {
    const { reconcile, clock, world, told } = setup(["p-jit"]);
    await reconcile([cause("e-1")]);
    world.attached.add("p-jit-2");
    clock.advance(60_000);
    expect(await reconcile([cause("e-2")])).toMatchObject({ again: 3540 });
    expect(told()).toEqual(["TOLERATED INFORMATIONAL", "TOLERATED INFORMATIONAL"]);
  });

  it("is a drift like any other after its end, where nothing is written", async () => {
    const { reconcile, clock, world, told } = setup(["p-jit"], "alert");
    expect(await reconcile([cause("e-1")])).toMatchObject({ outcome: "TOLERATED", again: 3600 });
    clock.advance(HOUR);
    expect(await reconcile()).toMatchObject({ status: "DRIFTED", outcome: "ALERTED" });
    expect(world.writes).toEqual([]);
    expect(told()).toEqual(["TOLERATED INFORMATIONAL", "ALERTED HIGH"]);
  });

  it("given again and again is tolerated for no more than half of the day", async () => {
    const { reconcile, clock, world } = setup([]);
    let tolerated = 0;
    for (let hour = 0; hour < 24; hour++) {
      world.attached.add("p-jit");
      if ((await reconcile([cause(`e-${hour}`)])).outcome === "TOLERATED") tolerated += 1;
      clock.advance(HOUR - 60_000);
      // The attacker takes it away before its end, so that the next one looks new.
      world.attached.delete("p-jit");
      await reconcile([cause(`d-${hour}`)]);
      clock.advance(60_000);
    }
    expect(tolerated).toBeLessThanOrEqual(13);
    expect(tolerated).toBeGreaterThanOrEqual(12);
  });

  it("is removed late rather than on doubt: what can't be read keeps its end", async () => {
    const { reconcile, clock, world } = setup(["p-jit"]);
    await reconcile([cause("e-1")]);
    world.unreadable = denied();
    clock.advance(HOUR);
    expect(await reconcile()).toMatchObject({ status: "UNKNOWN" });
    expect(world.writes).toEqual([]);
    delete world.unreadable;
    clock.advance(HOUR);
    expect(await reconcile()).toMatchObject({ outcome: "REVERTED" });
  });
});

describe("a time-boxed grant without the incident table", () => {
  const down = new Error("the table is down");

  it("has its end from the first look without it, which the messages to come remember", async () => {
    const { reconcile, clock, table, queue } = setup(["p-jit"]);
    table.fail = down;
    const start = clock.now();
    expect(await reconcile([cause("e-1")])).toMatchObject({ outcome: "TOLERATED" });
    const remembered = () =>
      queue.sent.map(({ message }) => message.holdfast === "look" && message.blindSince);
    expect(remembered()).toEqual([start]);
    clock.advance(HOUR / 2);
    expect(await reconcile([], start)).toMatchObject({ outcome: "TOLERATED" });
    expect(remembered()).toEqual([start, start]);
    clock.advance(HOUR / 2);
    expect((await reconcile([], start)).outcome).not.toBe("TOLERATED");
  });

  it("is not tolerated for longer because somebody forged the time", async () => {
    const { reconcile, clock, table, queue } = setup(["p-jit"]);
    table.fail = down;
    await reconcile([], clock.now() + 24 * HOUR);
    expect(queue.sent[0]?.message).toMatchObject({ blindSince: clock.now() });
  });

  it("keeps its end when the table is back", async () => {
    const { reconcile, clock, table, incident } = setup(["p-jit"]);
    table.fail = down;
    const start = clock.now();
    await reconcile([cause("e-1")]);
    delete table.fail;
    clock.advance(HOUR / 2);
    expect(await reconcile([], start)).toMatchObject({ outcome: "TOLERATED", again: 1800 });
    expect(incident().grants?.["policies.p-jit"]?.since).toBe(start);
  });
});
