import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HoldfastError } from "../../errors.ts";
import type { Guardrail } from "../../guardrail.ts";
import { formatKey } from "../../key.ts";
import { createIncidents, openIncident } from "../../reconcile/incident.ts";
import { manualClock, memoryQueue, memoryTable, silentLog } from "../../testing/memory.ts";
import type { ScanReport, ScanScope } from "../model.ts";
import {
  callerOf,
  denied,
  keyOf,
  listing,
  type Pages,
  pageOf,
  revert,
  sharing,
  throttled,
} from "../scan.fixture.ts";
import type { ScanMessage } from "./claim.ts";
import { runSlice, type SliceDeps, type SliceResult } from "./slice.ts";
import { readRotations } from "./state.ts";

const outOfTime = new HoldfastError("OUT_OF_TIME", "may be called in 9 s only", { source: "tool" });

/** A scan of a listing whose slices have time for so many calls each. */
function scanner(
  given: Pages,
  changes: { readonly perSlice?: number; guardrails?: readonly Guardrail[] } = {},
) {
  const { perSlice = Number.POSITIVE_INFINITY, guardrails = [listing("listing")] } = changes;
  const table = memoryTable();
  const clock = manualClock();
  const queue = memoryQueue();
  const looks = memoryQueue();
  const calls: number[] = [];
  const stored: ScanReport[] = [];
  const told: ScanReport[] = [];
  const sinks: { fail?: Error } = {};
  let slices = 0;

  async function slice(
    message: ScanMessage = { holdfast: "scan" },
    deps: Partial<SliceDeps> = {},
  ): Promise<SliceResult> {
    slices += 1;
    let left = perSlice;
    const page = pageOf(given, calls);
    return runSlice(message, {
      baseline: revert(),
      guardrails,
      table,
      queue,
      queues: { organization: looks },
      aws(answers) {
        const ask = async (index: number): Promise<object> => {
          if (left <= 0) throw outOfTime;
          left -= 1;
          return page(index);
        };
        return callerOf((index) => answers.once(`${index}`, () => ask(index)) as Promise<object>);
      },
      async store(report) {
        if (sinks.fail) throw sinks.fail;
        stored.push(report);
        return `s3://reports/${report.id}`;
      },
      async tell(report) {
        if (sinks.fail) throw sinks.fail;
        told.push(report);
      },
      clock,
      log: silentLog,
      holder: `invocation-${slices}`,
      deadline: clock.now() + 60_000,
      caller: { account: "100000000001", arn: "a" },
      stage: "test",
      ...deps,
    });
  }

  /** Slices until the scan is over, as its queue would. */
  async function drive(scope?: ScanScope): Promise<SliceResult & { status: "FINISHED" }> {
    let result = await slice(scope ? { holdfast: "scan", scope } : undefined);
    for (let count = 0; result.status === "CONTINUES" && count < 100; count++) {
      clock.advance(61_000);
      result = await slice({ holdfast: "scan", id: result.id });
    }
    if (result.status !== "FINISHED") throw new Error(`the scan is ${result.status}`);
    return result;
  }

  const keysLookedAt = (): string[] =>
    looks.sent.flatMap(({ message }) => (message.holdfast === "looks" ? message.keys : []));
  return { table, clock, queue, looks, calls, stored, told, sinks, slice, drive, keysLookedAt };
}

const bad = (id: string) => formatKey(keyOf("listing", id));

describe("a scan in slices", () => {
  it("ends in one where there is time", async () => {
    const { drive, stored, told, keysLookedAt } = scanner({ pages: [["a:bad", "b:ok"]] });
    const { report, where } = await drive();
    expect(report).toMatchObject({
      kind: "scan",
      complete: true,
      summary: { drifted: 1, inSync: 1 },
    });
    expect(stored).toEqual([report]);
    expect(told).toEqual([report]);
    expect(where).toBe(`s3://reports/${report.id}`);
    expect(keysLookedAt()).toEqual([bad("a")]);
  });

  it("reads no page twice, however often it is interrupted", async () => {
    const pages = Array.from({ length: 7 }, (_, index) => [`k${index}:bad`]);
    const { drive, calls, keysLookedAt } = scanner({ pages }, { perSlice: 2 });
    const { report } = await drive();
    expect(calls).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(report.summary.drifted).toBe(7);
    expect(keysLookedAt()).toEqual(pages.map((_, index) => bad(`k${index}`)));
  });

  it("finds the same, whatever the slices", async () => {
    const item = fc.constantFrom("ok", "bad", "busy", "dark");
    const pages = fc.array(fc.array(item, { maxLength: 4 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(pages, fc.integer({ min: 1, max: 9 }), async (states, perSlice) => {
        const given = { pages: states.map((page, p) => page.map((s, i) => `${p}-${i}:${s}`)) };
        const whole = await scanner(given).drive();
        const sliced = scanner(given, { perSlice });
        const { report } = await sliced.drive();
        expect(report.entries).toEqual(whole.report.entries);
        expect(report.summary).toEqual(whole.report.summary);
        expect(sliced.calls).toHaveLength(states.length);
      }),
    );
  });

  it("asks for its next slice at once, and for one in case it dies", async () => {
    const { slice, queue } = scanner({ pages: [["a:ok"], ["b:ok"]] }, { perSlice: 1 });
    const result = await slice();
    expect(result).toMatchObject({ status: "CONTINUES", open: ["listing"] });
    expect(queue.sent.map(({ message, delay }) => [message.holdfast, delay])).toEqual([
      ["scan", 76],
      ["scan", 0],
    ]);
  });

  it("is driven on by whoever comes once the one at it is dead", async () => {
    const { slice, clock, calls } = scanner({ pages: [["a:ok"], ["b:ok"]] });
    const killed = new Promise<never>(() => {});
    void slice(undefined, { store: () => killed });
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await slice()).toMatchObject({ status: "BUSY" });
    clock.advance(76_000);
    expect(await slice()).toMatchObject({ status: "FINISHED", report: { complete: true } });
    expect(calls).toEqual([0, 1]);
  });

  it("takes a message for a scan that is over for what it is", async () => {
    const { drive, slice } = scanner({ pages: [["a:ok"]] });
    const { report } = await drive();
    expect(await slice({ holdfast: "scan", id: report.id })).toEqual({ status: "OVER" });
    expect(await slice({ holdfast: "scan", id: "scan-of-old" })).toEqual({ status: "OVER" });
  });

  it("begins anew when it is asked again, and knows the last whole one", async () => {
    const { drive, clock } = scanner({ pages: [["a:ok"]] });
    const first = await drive();
    clock.advance(3_600_000);
    const second = await drive();
    expect(second.report.id).not.toBe(first.report.id);
    expect(second.last?.id).toBe(first.report.id);
  });
});

describe("what a scan could not read", () => {
  it("is told, with the reason; nothing of it is closed", async () => {
    const given = { pages: [["a:ok"], ["b:ok"]], failing: { 1: denied } };
    const { drive, told, table, keysLookedAt } = scanner(given);
    await open(table, "a", "b", "c");
    const { report } = await drive();
    expect(report.complete).toBe(false);
    expect(report.sections).toMatchObject([{ state: "PARTIAL", reason: { code: "DENIED" } }]);
    expect(told).toEqual([report]);
    // `a` was seen in sync; of `b` and `c` nothing is known.
    expect(keysLookedAt()).toEqual([bad("a")]);
  });

  it("is tried again where AWS was busy, three times, a minute apart", async () => {
    const { drive, calls, queue } = scanner({ pages: [["a:ok"]], failing: { 0: throttled } });
    const { report } = await drive();
    expect(calls).toEqual([0, 0, 0]);
    expect(report.sections).toMatchObject([
      { state: "NOT_CHECKED", reason: { code: "THROTTLED" } },
    ]);
    expect(queue.sent.filter(({ delay }) => delay === 60)).toHaveLength(2);
  });

  it("does not keep it going for ever", async () => {
    const { slice, clock } = scanner({ pages: [["a:ok"], ["b:ok"]] }, { perSlice: 0 });
    const first = await slice();
    expect(first.status).toBe("CONTINUES");
    clock.advance(6 * 3_600_000 + 1);
    expect(await slice()).toMatchObject({
      status: "FINISHED",
      report: { sections: [{ state: "NOT_CHECKED", reason: { code: "OUT_OF_TIME" } }] },
    });
  });

  it("does not keep the others from being read", async () => {
    const guardrails = [listing("listing"), { ...listing("other"), survey: broken }];
    const { drive } = scanner({ pages: [["a:bad"]] }, { guardrails });
    const { report } = await drive();
    expect(report.sections.map(({ guardrail, state }) => [guardrail, state])).toEqual([
      ["listing", "READ"],
      ["other", "NOT_CHECKED"],
    ]);
    expect(report.summary).toMatchObject({ drifted: 1, unread: 1 });
  });
});

describe("what a scan asks to be looked at", () => {
  it("are keys that differ, and keys with an open incident that don't any more", async () => {
    const { drive, table, keysLookedAt } = scanner({ pages: [["a:bad", "b:ok", "c:ok"]] });
    await open(table, "a", "b", "vanished");
    await drive();
    expect(keysLookedAt()).toEqual([bad("a"), bad("b"), bad("vanished")]);
  });

  it("is nothing in mode off, and no more than its mode otherwise", async () => {
    const given = { pages: [["a:bad"]] };
    const off = scanner(given);
    await off.drive({ mode: "off" });
    expect(off.looks.sent).toEqual([]);
    const alert = scanner(given);
    await alert.drive({ mode: "alert" });
    expect(alert.looks.sent.map(({ message }) => message)).toMatchObject([{ most: "alert" }]);
  });

  it("is nothing outside its scope: what it did not look at may be open still", async () => {
    const { drive, table, keysLookedAt } = scanner({ pages: [["100000000007:ok", "b:ok"]] });
    await open(table, "100000000007", "b", "vanished");
    const { report } = await drive({ accounts: ["100000000007"] });
    expect(keysLookedAt()).toEqual([bad("100000000007")]);
    expect(report.scope).toEqual({ accounts: ["100000000007"] });
  });
});

describe("whom a scan tells", () => {
  it("is nobody when everything is in sync", async () => {
    const { drive, told, stored } = scanner({ pages: [["a:ok"]] });
    await drive();
    expect([told.length, stored.length]).toEqual([0, 1]);
  });

  it("waits for a sink that is down: the message comes back, and reads nothing again", async () => {
    const { slice, sinks, told, calls, clock } = scanner({ pages: [["a:bad"]] });
    sinks.fail = new Error("S3 is down");
    await expect(slice()).rejects.toThrow("S3 is down");
    delete sinks.fail;
    clock.advance(76_000);
    expect(await slice()).toMatchObject({ status: "FINISHED" });
    expect([told.length, calls]).toEqual([1, [0]]);
  });
});

async function open(table: ReturnType<typeof memoryTable>, ...resources: string[]): Promise<void> {
  const incidents = createIncidents(table);
  for (const resource of resources) {
    await incidents.list(openIncident(bad(resource), "2026-11-22T00:00:00Z", null));
  }
}

// biome-ignore lint/correctness/useYield: it fails before there is anything to give.
async function* broken(): AsyncGenerator<never> {
  throw denied;
}

describe("what is too much for one scan", () => {
  const items = Array.from({ length: 400 }, (_, index) => `k${index}:bad`);
  const pages = [items.slice(0, 200), items.slice(200)];
  const given = (atMost: number) => ({ guardrails: [sharing("listing", atMost)] });

  it("has its turn within a few scans, which remember what they have asked for", async () => {
    const { drive, clock } = scanner({ pages }, given(150));
    const seen = new Set<string>();
    const since: (string | undefined)[] = [];
    for (let count = 0; count < 4; count++) {
      const { report } = await drive();
      expect(report.complete).toBe(true);
      for (const { key } of report.entries) seen.add(key);
      since.push(report.sections[0]?.coverage?.[0]?.since);
      clock.advance(4 * 3_600_000);
    }
    expect(seen.size).toBe(items.length);
    expect(since.slice(0, 2)).toEqual([undefined, undefined]);
    expect(since.at(-1)).toBeDefined();
  });

  it("is the same part of it in every slice of a scan", async () => {
    const whole = await scanner({ pages }, given(150)).drive();
    const { report } = await scanner({ pages }, { ...given(150), perSlice: 1 }).drive();
    expect(report.entries).toEqual(whole.report.entries);
    expect(report.sections[0]?.coverage).toEqual(whole.report.sections[0]?.coverage);
  });

  it("still has its turn to come if the scan did not get through", async () => {
    const failing = { ...given(150).guardrails[0] } as Guardrail;
    let broken = true;
    const flaky: Guardrail = {
      ...failing,
      async *survey(baseline, aws, context) {
        yield* failing.survey(baseline, aws, context);
        if (broken) throw denied;
      },
    };
    const { drive, clock } = scanner({ pages }, { guardrails: [flaky] });
    const first = await drive();
    expect(first.report.sections).toMatchObject([{ state: "PARTIAL" }]);
    broken = false;
    clock.advance(4 * 3_600_000);
    const { report } = await drive();
    expect(report.entries.map(({ key }) => key)).toEqual(
      first.report.entries.map(({ key }) => key),
    );
  });

  it("is not forgotten by a scan of something else", async () => {
    const { drive, table, clock } = scanner({ pages }, given(150));
    await drive();
    const before = await readRotations(table);
    clock.advance(3_600_000);
    await drive({ guardrails: [] });
    expect(await readRotations(table)).toEqual(before);
    expect(Object.keys(before)).toEqual(["listing"]);
  });

  it("is told with its parts that could not be read, whichever slice it was", async () => {
    const { drive } = scanner({ pages: [["a:bad"], ["far:ok"]] }, { ...given(10), perSlice: 1 });
    const { report } = await drive();
    expect(report.sections).toMatchObject([
      { state: "READ", keys: 1 },
      { state: "NOT_CHECKED", region: "eu-west-1" },
    ]);
    expect(report.entries).toHaveLength(1);
  });
});
