import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createVirtualClock } from "./virtual-clock.ts";

const HOUR = 3_600_000;

describe("the virtual clock", () => {
  it("stands still until it is drained, and then is where its last timer was", async () => {
    const clock = createVirtualClock(1000);
    const seen: number[] = [];
    clock.at(1000 + HOUR, () => seen.push(clock.now()));
    clock.at(2000, () => seen.push(clock.now()));
    await new Promise(setImmediate);
    expect(clock.now()).toBe(1000);
    await clock.drain();
    expect(seen).toEqual([2000, 1000 + HOUR]);
    expect(clock.now()).toBe(1000 + HOUR);
  });

  it("goes no further than it is asked to, and no less far", async () => {
    const clock = createVirtualClock(0);
    const seen: string[] = [];
    clock.at(10, () => seen.push("ten"));
    clock.at(20, () => seen.push("twenty"));
    await clock.drain(15);
    expect(seen).toEqual(["ten"]);
    expect(clock.now()).toBe(15);
  });

  it("does not move while something is busy, however long that takes for real", async () => {
    const clock = createVirtualClock(0);
    const seen: number[] = [];
    clock.at(5, () => seen.push(clock.now()));
    void clock.run(async () => {
      await wait(20);
      seen.push(clock.now());
    });
    await clock.drain();
    expect(seen).toEqual([0, 5]);
  });

  it("moves while work sleeps, and waits for it again when it wakes", async () => {
    const clock = createVirtualClock(0);
    const seen: number[] = [];
    void clock.run(async () => {
      await clock.sleep(HOUR);
      await wait(20);
      seen.push(clock.now());
    });
    clock.at(HOUR + 1, () => seen.push(clock.now()));
    await clock.drain();
    expect(seen).toEqual([HOUR, HOUR + 1]);
  });

  it("lets work rest that sleeps inside other work", async () => {
    const clock = createVirtualClock(0);
    const outer = clock.run(() => clock.run(() => clock.sleep(HOUR)));
    await clock.drain();
    await outer;
    expect(clock.now()).toBe(HOUR);
  });

  it("lets work sleep in two branches at once", async () => {
    const clock = createVirtualClock(0);
    const both = clock.run(() => Promise.all([clock.sleep(10), clock.sleep(20)]));
    await clock.drain();
    await both;
    expect(clock.now()).toBe(20);
  });

  it("starts what is due at one instant together, so that it interleaves", async () => {
    const clock = createVirtualClock(0);
    const seen: string[] = [];
    for (const name of ["a", "b"]) {
      clock.at(10, () => {
        void clock.run(async () => {
          seen.push(`${name}1`);
          await Promise.resolve();
          seen.push(`${name}2`);
        });
      });
    }
    await clock.drain();
    expect(seen).toEqual(["a1", "b1", "a2", "b2"]);
  });

  it("forgets a timer that was cancelled", async () => {
    const clock = createVirtualClock(0);
    clock.at(10, () => expect.unreachable())();
    await clock.drain();
    expect(clock.now()).toBe(0);
  });

  it("passes on what a timer throws", async () => {
    const clock = createVirtualClock(0);
    clock.at(10, () => {
      throw new Error("broken");
    });
    await expect(clock.drain()).rejects.toThrow("broken");
  });

  it("gives up on what keeps itself going", async () => {
    const clock = createVirtualClock(0);
    const again = (): void => void clock.at(clock.now() + HOUR, again);
    again();
    await expect(clock.drain()).rejects.toThrow("keeps itself going");
    expect(clock.now()).toBe(24 * HOUR);
  });

  it("names what is busy when that never ends", async () => {
    const clock = createVirtualClock(0, 10);
    clock.busy("function enforce");
    await expect(clock.drain()).rejects.toThrow("function enforce");
  });
});
