import { describe, expect, it } from "vitest";
import { AwsError } from "../errors.ts";
import { formatKey } from "../key.ts";
import { engine, KEY, toy } from "../testing/toy.ts";
import { createLeases } from "./leases.ts";
import { createReconcile } from "./reconcile.ts";

const keys = Array.from({ length: 45 }, (_, index) => ({ ...KEY, resource: `t-${index}` }));

/** A toy whose drift takes 45 keys along, in the hands of `inspect`. */
function following(all: ReturnType<typeof engine>, changes: Partial<typeof toy> = {}) {
  const guardrail = { ...toy, follow: () => keys, ...changes };
  const leases = createLeases({ ...all, holder: "invocation" });
  const run = createReconcile({ ...all.deps, queue: all.queue, leases, guardrails: [guardrail] });
  return () => run({ key: KEY, causes: [], changedAt: all.clock.now() });
}

const looks = ({ queue }: ReturnType<typeof engine>) =>
  queue.sent.filter(({ message }) => message.holdfast === "looks");

describe("keys that a drift took along", () => {
  it("are all looked at once it is over, spread over time", async () => {
    const all = engine();
    await following(all)();
    const asked = looks(all);
    expect(asked.map(({ delay }) => delay)).toEqual([0, 20, 40]);
    const named = asked.flatMap(({ message }) =>
      message.holdfast === "looks" ? message.keys : [],
    );
    expect(named).toEqual(keys.map(formatKey));
  });

  it("are not asked for while it lasts, nor where nothing differed", async () => {
    const alerting = { modes: { default: "alert", guardrails: {}, units: {} } } as const;
    const lasting = engine(alerting);
    await following(lasting)();
    const fine = engine({}, ["p-wanted"]);
    await following(fine)();
    expect([looks(lasting), looks(fine)]).toEqual([[], []]);
  });
});

describe("a drift that waits for another key", () => {
  const need = { key: { ...KEY, resource: "needed" }, gone: "PolicyNotFoundException" };

  it("leads to that key, is told as it is if that takes long, and is tried ever more rarely", async () => {
    const all = engine();
    all.world.refuses = new AwsError("organizations:AttachPolicy", need.gone, "gone", "it is gone");
    const reconcile = following(all, {
      async inspect(key, baseline, aws) {
        const found = await toy.inspect(key, baseline, aws);
        if (found.kind !== "known") return found;
        return { ...found, steps: found.steps.map((step) => ({ ...step, needs: need })) };
      },
    });
    const alerts: number[] = [];
    for (const again of [30, 60, 120, 240, 480, 900]) {
      expect(await reconcile()).toMatchObject({ status: "DRIFTED", outcome: "ALERTED", again });
      await all.outbox.flush();
      alerts.push(all.sinks.alerts.length);
      all.clock.advance(again * 1000);
    }
    // What is settled within ten minutes needs no word of its own.
    expect(alerts).toEqual([0, 0, 0, 0, 0, 1]);
    expect(all.sinks.alerts).toMatchObject([{ outcome: "ALERTED", severity: "HIGH" }]);
    expect(all.sinks.arrived[0]).toMatchObject({ outcome: "ALERTED", closed: false });
    const asked = looks(all).map(({ message }) => message);
    expect(asked).toHaveLength(6);
    for (const message of asked) expect(message).toMatchObject({ keys: [formatKey(need.key)] });

    delete all.world.refuses;
    expect(await reconcile()).toMatchObject({ outcome: "REVERTED" });
  });
});

describe("an end that could not be written down", () => {
  it("has the keys looked at twice rather than never", async () => {
    const all = engine();
    const reconcile = following(all);
    const { send } = all.queue;
    all.queue.send = async (message, delay) => {
      if (message.holdfast === "looks") throw new Error("the queue is down");
      return send(message, delay);
    };
    await expect(reconcile()).rejects.toThrow("the queue is down");
    all.queue.send = send;
    all.clock.advance(60_000);
    // Live state agrees by now; the incident is still open, and closes with the looks asked for.
    expect(await reconcile()).toMatchObject({ status: "IN_SYNC", outcome: "REVERTED" });
    expect(looks(all)).toHaveLength(3);
    await all.outbox.flush();
    expect(all.sinks.arrived).toMatchObject([{ outcome: "REVERTED", closed: true }]);
  });
});

describe("a change that AWS is working on", () => {
  it("is told when it is over, and looked at again until then", async () => {
    const all = engine();
    let working = true;
    const reconcile = following(all, {
      async inspect(key, baseline, aws) {
        const found = await toy.inspect(key, baseline, aws);
        const done = found.kind === "known" && found.differences.length === 0;
        return done && working ? { kind: "pending", reason: "enabling" } : found;
      },
    });
    expect(await reconcile()).toMatchObject({ status: "PENDING", outcome: "PENDING", again: 15 });
    await all.outbox.flush();
    expect(all.sinks.arrived).toMatchObject([{ outcome: "PENDING", closed: false }]);
    expect(all.sinks.alerts).toEqual([]);

    working = false;
    all.clock.advance(60_000);
    expect(await reconcile()).toMatchObject({ status: "IN_SYNC", outcome: "REVERTED" });
    await all.outbox.flush();
    expect(all.sinks.alerts).toMatchObject([{ outcome: "REVERTED", closed: true }]);
    expect(looks(all)).toHaveLength(3);
  });

  it("is looked at as soon as AWS may have done", async () => {
    const all = engine();
    const reconcile = following(all, {
      async inspect(key, baseline, aws) {
        const found = await toy.inspect(key, baseline, aws);
        const done = found.kind === "known" && found.differences.length === 0;
        return done ? { kind: "pending", reason: "in the making", againMs: 5_000 } : found;
      },
    });
    expect(await reconcile()).toMatchObject({ outcome: "PENDING", again: 5 });
    all.clock.advance(60_000);
    expect(await reconcile()).toMatchObject({ status: "PENDING", again: 5 });
  });

  it("is told before it is over if that takes more than ten minutes, and once", async () => {
    const all = engine();
    const reconcile = following(all, {
      async inspect(key, baseline, aws) {
        const found = await toy.inspect(key, baseline, aws);
        const done = found.kind === "known" && found.differences.length === 0;
        return done ? { kind: "pending", reason: "enabling" } : found;
      },
    });
    const told: number[] = [];
    for (let minute = 0; minute <= 24; minute += 6) {
      expect(await reconcile()).toMatchObject({ status: "PENDING" });
      await all.outbox.flush();
      told.push(all.sinks.alerts.length);
      all.clock.advance(360_000);
    }
    expect(told).toEqual([0, 0, 1, 1, 1]);
    expect(all.sinks.alerts).toMatchObject([{ outcome: "PENDING", closed: false }]);
  });
});

describe("what a drift means for access", () => {
  const impact = { sentences: ["a role in dev may now call x:Y"], accounts: 1 };

  it("is told with it, and asked for once", async () => {
    const all = engine({ modes: { default: "alert", guardrails: {}, units: {} } });
    let asked = 0;
    const reconcile = following(all, {
      async inspect(key, baseline, aws) {
        const found = await toy.inspect(key, baseline, aws);
        const tell = async () => {
          asked += 1;
          return impact;
        };
        return found.kind === "known" ? { ...found, impact: tell } : found;
      },
    });
    await reconcile();
    all.clock.advance(600_000);
    await reconcile();
    await all.outbox.flush();
    expect(asked).toBe(1);
    expect(all.sinks.alerts).toMatchObject([{ impact }]);
  });

  it("never costs a look when it can't be computed", async () => {
    const all = engine();
    const reconcile = following(all, {
      async inspect(key, baseline, aws) {
        const found = await toy.inspect(key, baseline, aws);
        const fail = () => Promise.reject(new Error("too many statements"));
        return found.kind === "known" ? { ...found, impact: fail } : found;
      },
    });
    expect(await reconcile()).toMatchObject({ outcome: "REVERTED" });
    await all.outbox.flush();
    expect(all.sinks.alerts).toMatchObject([
      { outcome: "REVERTED", notes: [expect.stringContaining("too many statements")] },
    ]);
  });
});
