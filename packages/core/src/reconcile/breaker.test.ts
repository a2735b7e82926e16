import { describe, expect, it } from "vitest";
import { breakerOf } from "./breaker.ts";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 23);
const minutesAgo = (...minutes: number[]) => minutes.map((ago) => NOW - ago * MINUTE);

describe("breaker", () => {
  it("lets the first writes through at once", () => {
    expect(breakerOf([], NOW)).toBeUndefined();
    expect(breakerOf(minutesAgo(3, 2, 0), NOW)).toBeUndefined();
  });

  it("waits longer with every further write, up to a quarter of an hour", () => {
    const waits = [4, 5, 6, 7, 8, 9, 10].map((count) => {
      const writes = Array.from({ length: count }, () => NOW);
      return ((breakerOf(writes, NOW)?.until ?? NOW) - NOW) / MINUTE;
    });
    expect(waits).toEqual([1, 2, 4, 8, 15, 15, 15]);
  });

  it("never waits for more than a minute with what takes access away", () => {
    for (const count of [4, 7, 20]) {
      const writes = Array.from({ length: count }, () => NOW);
      expect(breakerOf(writes, NOW)?.restrictUntil).toBe(NOW + MINUTE);
    }
  });

  it("never gives up: the wait always ends", () => {
    const writes = Array.from({ length: 10 }, () => NOW);
    expect(breakerOf(writes, NOW + 15 * MINUTE)).toBeUndefined();
  });

  it("forgets writes after a quarter of an hour", () => {
    expect(breakerOf(minutesAgo(30, 25, 20, 16, 0), NOW)).toBeUndefined();
  });
});
