import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { manualClock, memoryTable, silentLog } from "../testing/memory.ts";
import type { Notice } from "./chat.ts";
import { alertOf, type MemoryChat, memoryChat, START, words } from "./fixture.ts";
import { admit, CRITICAL, type Flood, NO_FLOOD, ORDINARY, WINDOW } from "./flood.ts";
import { createNotifier } from "./notifier.ts";

const minute = 60_000;

/** Admits alerts one after the other; how many of them stood alone. */
function admitAll(alerts: readonly Notice[], now = START, from: Flood = NO_FLOOD) {
  let flood = from;
  let own = 0;
  for (const alert of alerts) {
    const admission = admit(flood, alert, now);
    flood = admission.flood;
    if (admission.own) own++;
  }
  return { flood, own };
}

const many = (count: number, changes: Partial<Notice> = {}, first = 1) =>
  Array.from({ length: count }, (_, index) => alertOf(first + index, 0, changes));

describe("admission", () => {
  it("lets so many messages through, and gathers the rest", () => {
    const { flood, own } = admitAll(many(25));
    expect(own).toBe(ORDINARY);
    expect(Object.keys(flood.digest?.entries ?? {})).toHaveLength(25 - ORDINARY);
  });

  it("lets more of what is CRITICAL through, also while there is a digest", () => {
    const flooded = admitAll(many(25)).flood;
    const critical = many(50, { severity: "CRITICAL" }, 100);
    const { flood, own } = admitAll(critical, START, flooded);
    expect(own).toBe(CRITICAL - ORDINARY);
    expect(Object.values(flood.digest?.entries ?? {})).toContainEqual(
      expect.objectContaining({ severity: "CRITICAL" }),
    );
  });

  it("lets every failed revert through", () => {
    const flooded = admitAll(many(500, { severity: "CRITICAL" })).flood;
    const failed = many(100, { severity: "CRITICAL", outcome: "FAILED" }, 1000);
    expect(admitAll(failed, START, flooded).own).toBe(100);
  });

  it("lets what was gathered out when it fails, and says so in the digest as well", () => {
    const flooded = admitAll(many(ORDINARY + 1)).flood;
    const failed = alertOf(ORDINARY + 1, 9, { outcome: "FAILED", severity: "CRITICAL" });
    const admission = admit(flooded, failed, START);
    expect([admission.own, admission.digest]).toEqual([true, true]);
    expect(admission.flood.digest?.entries[failed.incident]?.outcome).toBe("FAILED");
  });

  it("begins anew when it has been quiet for long enough", () => {
    const flooded = admitAll(many(25)).flood;
    const later = admit(flooded, alertOf(99), START + WINDOW);
    expect([later.own, later.digest, later.flood.digest]).toEqual([true, false, undefined]);
    const sooner = admit(flooded, alertOf(99), START + WINDOW - 1);
    expect([sooner.own, sooner.digest]).toEqual([false, true]);
  });

  it("begins a new digest after an hour: the old one is out of sight", () => {
    let flood = admitAll(many(25)).flood;
    for (let at = 0; at < 61; at++) {
      const now = START + at * minute;
      // Ten a minute: never quiet, and always beyond the limit.
      flood = admitAll(many(10, {}, 100 + at * 10), now, flood).flood;
    }
    expect(flood.digest?.openedAt).toBe(START + 60 * minute);
    expect(flood.own).toEqual([]);
  });

  it("counts what it has no room to tell apart", () => {
    const { flood } = admitAll(many(1000));
    const { entries = {}, more } = flood.digest ?? {};
    expect(Object.keys(entries).length + (more ?? 0)).toBe(1000 - ORDINARY);
    expect(JSON.stringify(flood).length).toBeLessThan(100_000);
  });

  it("answers the same when asked again, and changes nothing", () => {
    const changes = fc.record({
      severity: fc.constantFrom("LOW" as const, "HIGH" as const, "CRITICAL" as const),
      outcome: fc.constantFrom("ALERTED" as const, "REVERTED" as const, "FAILED" as const),
    });
    const alert = fc
      .tuple(fc.integer({ min: 1, max: 60 }), fc.nat(100), changes)
      .map(([number, second, rest]) => alertOf(number, second, rest));
    fc.assert(
      fc.property(fc.array(alert, { maxLength: 80 }), alert, (before, one) => {
        const { flood } = admitAll(before);
        const first = admit(flood, one, START);
        const second = admit(first.flood, one, START);
        expect(second).toEqual(first);
      }),
    );
  });
});

describe("the numbers", () => {
  it("are those of the documentation", () => {
    const page = readFileSync(
      new URL("../../../../docs/notifications.md", import.meta.url),
      "utf8",
    );
    const minutes = WINDOW / minute;
    expect(page).toContain(`More than ${ORDINARY} messages within ${minutes} minutes`);
    expect(page).toMatch(
      new RegExp(`CRITICAL stand alone up to ${CRITICAL} in ${minutes} minutes`),
    );
  });
});

describe("a digest", () => {
  let table: ReturnType<typeof memoryTable>;
  let clock: ReturnType<typeof manualClock>;
  let chat: MemoryChat;
  let invocations: number;

  beforeEach(() => {
    table = memoryTable();
    clock = manualClock(START);
    chat = memoryChat();
    invocations = 0;
  });

  function tell(alert: Notice) {
    const stopsAt = clock.now() + minute;
    return createNotifier({
      ...{ table, chat, words, channel: "C", clock, log: silentLog, random: () => 0.5, stopsAt },
      holder: `invocation-${++invocations}`,
      deadline: stopsAt - 5_000,
    }).tell(alert);
  }

  async function flood(count: number, first = 1) {
    for (const alert of many(count, {}, first)) await tell(alert);
  }

  it("is one message that is kept up to date", async () => {
    await flood(25);
    expect(chat.posted).toHaveLength(ORDINARY + 1);
    expect(chat.posted.at(-1)?.text).toBe("digest of 15 and 0");
  });

  it("is updated every few seconds at most", async () => {
    await flood(ORDINARY + 1);
    const before = clock.now();
    await flood(10, 100);
    expect(clock.now() - before).toBeGreaterThanOrEqual(9 * 3_000);
  });

  it("is said again every half minute where messages can't be changed", async () => {
    chat = memoryChat({ references: false });
    await flood(ORDINARY + 1);
    const before = clock.now();
    await flood(1, 100);
    expect(chat.posted.slice(-2).map(({ text }) => text)).toEqual([
      "digest of 1 and 0",
      "digest of 2 and 0",
    ]);
    expect(clock.now() - before).toBeGreaterThanOrEqual(30_000);
  });

  it("that could not be shown is shown by the next delivery", async () => {
    await flood(ORDINARY);
    const down = new Error("down");
    chat.failures.push(down);
    await expect(tell(alertOf(50))).rejects.toThrow("down");
    await tell(alertOf(50));
    expect(chat.posted.at(-1)?.text).toBe("digest of 1 and 0");
  });

  it("shows everything once all is told, whoever tells it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 1, max: 15 }),
        async (scheduler, beyond) => {
          const inner = memoryTable();
          const shared = memoryChat();
          const step = <T>(act: () => Promise<T>) =>
            scheduler.schedule(Promise.resolve()).then(act);
          const tellOne = (alert: Notice, index: number) =>
            createNotifier({
              words,
              channel: "C",
              log: silentLog,
              random: () => 0.5,
              holder: `invocation-${index}`,
              stopsAt: START + minute,
              deadline: START + minute,
              clock: { now: () => START, sleep: () => step(async () => {}) },
              table: {
                get: (partition, sort) => step(() => inner.get(partition, sort)),
                query: (partition, prefix) => inner.query(partition, prefix),
                put: (item) => step(() => inner.put(item)),
              },
              chat: {
                post: (message) => step(() => shared.post(message)),
                update: (ref, message) => step(() => shared.update(ref, message)),
                reply: (ref, message, options) => step(() => shared.reply(ref, message, options)),
              },
            }).tell(alert);
          const told = Promise.all(many(ORDINARY + beyond).map(tellOne));
          await scheduler.waitFor(told);
          const digests = shared.posted.filter(({ text }) => text.startsWith("digest"));
          expect(digests.map(({ text }) => text)).toEqual([`digest of ${beyond} and 0`]);
          expect(shared.posted).toHaveLength(ORDINARY + 1);
        },
      ),
      { numRuns: 60 },
    );
  });
});
