import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VersionConflictError } from "../errors.ts";
import type { OwnMessage } from "../ports.ts";
import { manualClock, memoryQueue, memoryTable } from "../testing/memory.ts";
import { cause } from "../testing/toy.ts";
import { createLeases, type Lease } from "./leases.ts";
import { LEASE, type LookState } from "./look-state.ts";

const KEY = "toy/1/us-east-1/dev";

/** A table, a queue and a clock that several invocations share. */
function setUp() {
  const table = memoryTable();
  const queue = memoryQueue();
  const clock = manualClock();
  const invocation = (holder: string) => createLeases({ table, queue, clock, holder });
  const stored = async () => (await table.get(KEY, "lease"))?.body as unknown as LookState;
  return { table, queue, clock, invocation, stored };
}

type SetUp = ReturnType<typeof setUp>;

async function take({ invocation, clock }: SetUp, holder: string): Promise<Lease> {
  const entry = await invocation(holder).enter(KEY, clock.now());
  if (entry.verdict !== "look") throw new Error(`${holder} got ${entry.verdict}`);
  return entry.lease;
}

const lookAt = (startedAt: number) => ({
  startedAt,
  fromEvent: true,
  drifted: false,
  wrote: false,
});

describe("leases", () => {
  it("let one look and tell everybody else that somebody does", async () => {
    const all = setUp();
    await take(all, "a");
    const { verdict } = await all.invocation("b").enter(KEY, all.clock.now());
    expect(verdict).toBe("taken");
    expect(await all.stored()).toMatchObject({ holder: "a", dirty: true });
  });

  it("have the holder look once more if somebody came meanwhile", async () => {
    const all = setUp();
    const first = await take(all, "a");
    const startedAt = all.clock.now();
    all.clock.advance(2_000);
    await all.invocation("b").enter(KEY, all.clock.now());
    const again = await all.invocation("a").leave(first, lookAt(startedAt), { mayLookAgain: true });
    expect(again?.state).toMatchObject({
      holder: "a",
      dirty: false,
      until: all.clock.now() + LEASE,
    });
    const end = await all
      .invocation("a")
      .leave(again ?? first, lookAt(all.clock.now()), { mayLookAgain: true });
    expect(end).toBeUndefined();
    expect(await all.stored()).not.toHaveProperty("holder");
  });

  it("give the next look what led to those that were not made", async () => {
    const all = setUp();
    const first = await take(all, "a");
    const startedAt = all.clock.now();
    await all.invocation("b").enter(KEY, startedAt, [cause("e-1"), cause("e-2")]);
    await all.invocation("c").enter(KEY, startedAt, [cause("e-2")]);
    const again = await all.invocation("a").leave(first, lookAt(startedAt), { mayLookAgain: true });
    expect(again?.causes.map(({ eventId }) => eventId)).toEqual(["e-1", "e-2"]);
    const unjudged = [cause("e-3")];
    const look = { ...lookAt(startedAt), unjudged };
    await all.invocation("a").leave(again ?? first, look, { mayLookAgain: false });
    all.clock.advance(30_000);
    const { causes } = await take(all, "d");
    expect(causes).toEqual(unjudged);
    expect(await all.stored()).not.toHaveProperty("causes");
  });

  it("owe the look that the holder may not make itself", async () => {
    const all = setUp();
    const lease = await take(all, "a");
    const startedAt = all.clock.now();
    await all.invocation("b").enter(KEY, startedAt);
    await all.invocation("a").leave(lease, lookAt(startedAt), { mayLookAgain: false });
    expect((await all.stored()).due[0]).toBe(startedAt + 3_000);
    expect(all.queue.sent.at(-1)).toEqual({ message: { holdfast: "look", key: KEY }, delay: 3 });
  });

  it("ask for one wake-up when they end, for the first look that is owed", async () => {
    const all = setUp();
    const lease = await take(all, "a");
    await all.invocation("a").leave(lease, lookAt(all.clock.now()), { mayLookAgain: true });
    expect(all.queue.sent).toEqual([{ message: { holdfast: "look", key: KEY }, delay: 30 }]);
  });

  it("ask for the wake-up again if the last one arrived, in vain, while the key was held", async () => {
    const all = setUp();
    const first = await take(all, "a");
    await all.invocation("a").leave(first, lookAt(all.clock.now()), { mayLookAgain: true });
    all.clock.advance(29_000);
    const second = await take(all, "b");
    const startedAt = all.clock.now();
    all.clock.advance(1_000);
    await all.invocation("c").enter(KEY, undefined); // the wake-up
    all.clock.advance(1_000);
    all.queue.sent.length = 0;
    await all.invocation("b").leave(second, lookAt(startedAt), { mayLookAgain: false });
    expect(all.queue.sent).not.toEqual([]);
  });

  it("give a change that came while a wake-up was at it the re-checks of its own", async () => {
    const all = setUp();
    const first = await take(all, "a");
    await all.invocation("a").leave(first, lookAt(all.clock.now()), { mayLookAgain: true });
    all.clock.advance(300_000);
    const entry = await all.invocation("b").enter(KEY, undefined);
    if (entry.verdict !== "look") throw new Error(entry.verdict);
    await all.invocation("c").enter(KEY, all.clock.now());
    const wakeUp = { ...lookAt(all.clock.now()), fromEvent: false };
    all.clock.advance(20_000);
    const again = await all.invocation("b").leave(entry.lease, wakeUp, { mayLookAgain: true });
    const now = all.clock.now();
    const second = { ...wakeUp, startedAt: now };
    await all.invocation("b").leave(again ?? first, second, { mayLookAgain: false });
    expect((await all.stored()).due).toEqual([now + 30_000, now + 300_000]);
  });

  it("give it them also if the holder died and a wake-up takes over", async () => {
    const all = setUp();
    await take(all, "dead");
    await all.invocation("b").enter(KEY, all.clock.now());
    all.clock.advance(LEASE);
    const entry = await all.invocation("c").enter(KEY, undefined);
    if (entry.verdict !== "look") throw new Error(entry.verdict);
    const now = all.clock.now();
    const wakeUp = { ...lookAt(now), fromEvent: false };
    await all.invocation("c").leave(entry.lease, wakeUp, { mayLookAgain: false });
    expect((await all.stored()).due).toEqual([now + 30_000, now + 300_000]);
  });

  it("pass to the next one when the holder's time is over, and not a moment before", async () => {
    const all = setUp();
    const dead = await take(all, "a");
    all.clock.advance(LEASE - 1);
    expect((await all.invocation("b").enter(KEY, all.clock.now())).verdict).toBe("taken");
    all.clock.advance(1);
    await take(all, "b");
    // The one who was thought dead comes back: his end must not end b's lease.
    const late = await all.invocation("a").leave(dead, lookAt(0), { mayLookAgain: true });
    expect(late).toBeUndefined();
    expect(await all.stored()).toMatchObject({ holder: "b" });
  });

  it("turn to the queue if the write is lost again and again", async () => {
    const all = setUp();
    all.table.put = async () => Promise.reject(new VersionConflictError(KEY));
    expect((await all.invocation("a").enter(KEY, all.clock.now())).verdict).toBe("taken");
    const changedAt = all.clock.now();
    expect(all.queue.sent).toEqual([
      { message: { holdfast: "look", key: KEY, changedAt }, delay: 5 },
    ]);
  });

  it("have somebody look after the lease if its holder can't end it", async () => {
    const all = setUp();
    const lease = await take(all, "a");
    const { put } = all.table;
    all.table.put = async () => Promise.reject(new VersionConflictError(KEY));
    await all.invocation("a").leave(lease, lookAt(all.clock.now()), { mayLookAgain: true });
    all.table.put = put;
    const { message, delay } = all.queue.sent.at(-1) ?? {};
    all.clock.advance((delay ?? 0) * 1000);
    const { changedAt } = message as OwnMessage & { holdfast: "look" };
    expect((await all.invocation("b").enter(KEY, changedAt)).verdict).toBe("look");
  });

  it("throw what the table throws: whoever enters must know that there is none", async () => {
    const all = setUp();
    all.table.fail = new Error("down");
    await expect(all.invocation("a").enter(KEY, all.clock.now())).rejects.toThrow("down");
  });
});

describe("any interleaving of arrivals and leaves", () => {
  it("never has two holders and never loses a change", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.nat(500), { minLength: 1, maxLength: 20 }),
        async (scheduler, arrivals, steps) => {
          const all = setUp();
          const { table, clock } = all;
          const { get, put } = table;
          let step = 0;
          const tick = () => clock.advance(steps[step++ % steps.length] ?? 0);
          table.get = scheduler.scheduleFunction(get);
          table.put = scheduler.scheduleFunction(async (item) => {
            tick();
            return put(item);
          });
          const observe = scheduler.scheduleFunction(async () => tick());
          let changes = 0;
          let seen = 0;
          let holders = 0;

          async function arriveAt(holder: string, changedAt: number | undefined) {
            const leases = all.invocation(holder);
            const entry = await leases.enter(KEY, changedAt);
            if (entry.verdict !== "look") return;
            let lease: Lease | undefined = entry.lease;
            for (let round = 1; lease !== undefined; round++) {
              holders += 1;
              expect(holders).toBe(1);
              const look = { ...lookAt(clock.now()), fromEvent: changedAt !== undefined };
              const now = changes;
              await observe();
              seen = Math.max(seen, now);
              holders -= 1;
              lease = await leases.leave(lease, look, { mayLookAgain: round < 2 });
            }
          }

          const running = Array.from({ length: arrivals }, async (_, index) => {
            await observe();
            changes += 1;
            await arriveAt(`i-${index}`, clock.now());
          });
          await scheduler.waitFor(Promise.all(running));
          // What is owed comes as messages.
          for (let count = 0; all.queue.sent.length > 0 && count < 50; count++) {
            const [next] = all.queue.sent.splice(0, 1);
            if (next?.message.holdfast !== "look") continue;
            clock.advance(next.delay * 1000);
            await scheduler.waitFor(arriveAt(`m-${count}`, next.message.changedAt));
          }
          expect(seen).toBe(changes);
          Object.assign(table, { get, put });
          expect(await all.stored()).toMatchObject({ due: [] });
        },
      ),
    );
  });
});

describe("any course of events, looks and wake-ups in time", () => {
  it("ends with a look so late after the last change that no read of it was stale", async () => {
    const milliseconds = (max: number) => fc.array(fc.nat(max), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        milliseconds(400_000),
        milliseconds(20_000),
        milliseconds(3_000),
        async (events, durations, delays) => {
          const all = setUp();
          const start = all.clock.now();
          const pending: { at: number; run: () => Promise<void> }[] = [];
          const looks: number[] = [];
          let turn = 0;
          const draw = (from: readonly number[]) => from[turn++ % from.length] ?? 0;

          /** SQS delivers late rather than early. */
          function deliver() {
            for (const { message, delay } of all.queue.sent.splice(0)) {
              if (message.holdfast !== "look") continue;
              const at = all.clock.now() + delay * 1000 + draw(delays);
              pending.push({ at, run: () => visit(message.changedAt) });
            }
          }
          async function visit(changedAt: number | undefined) {
            const holder = `i-${turn++}`;
            const entry = await all.invocation(holder).enter(KEY, changedAt);
            if (entry.verdict === "look") hold(holder, entry.lease, changedAt !== undefined, 1);
          }
          function hold(holder: string, lease: Lease, fromEvent: boolean, round: number) {
            const startedAt = all.clock.now();
            looks.push(startedAt - start);
            pending.push({
              at: startedAt + draw(durations),
              async run() {
                const look = { startedAt, fromEvent, drifted: false, wrote: false };
                const again = await all
                  .invocation(holder)
                  .leave(lease, look, { mayLookAgain: round < 2 });
                if (again) hold(holder, again, fromEvent, round + 1);
              },
            });
          }

          for (const at of events) pending.push({ at: start + at, run: () => visit(start + at) });
          for (let count = 0; pending.length > 0; count++) {
            expect(count).toBeLessThan(1_000);
            pending.sort((a, b) => a.at - b.at);
            const next = pending.shift();
            if (next === undefined) break;
            all.clock.advance(next.at - all.clock.now());
            await next.run();
            deliver();
          }
          expect(Math.max(...looks)).toBeGreaterThanOrEqual(Math.max(...events) + 270_000);
          expect(await all.stored()).toMatchObject({ due: [] });
        },
      ),
    );
  });
});
