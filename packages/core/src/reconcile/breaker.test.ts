import { describe, expect, it } from "vitest";
import { breakerUntil } from "./breaker.ts";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 23);
const minutesAgo = (...minutes: number[]) => minutes.map((ago) => NOW - ago * MINUTE);

describe("breaker", () => {
  it("lets the first writes through at once", () => {
    expect(breakerUntil([], NOW)).toBeUndefined();
    expect(breakerUntil(minutesAgo(3, 2, 0), NOW)).toBeUndefined();
  });

  it("waits longer with every further write, up to a quarter of an hour", () => {
    const waits = [4, 5, 6, 7, 8, 9, 10].map((count) => {
      const writes = Array.from({ length: count }, () => NOW);
      return ((breakerUntil(writes, NOW) ?? NOW) - NOW) / MINUTE;
    });
    expect(waits).toEqual([1, 2, 4, 8, 15, 15, 15]);
  });

  it("never gives up: the wait always ends", () => {
    const writes = Array.from({ length: 10 }, () => NOW);
    expect(breakerUntil(writes, NOW + 15 * MINUTE)).toBeUndefined();
  });

  it("forgets writes after a quarter of an hour", () => {
    expect(breakerUntil(minutesAgo(30, 25, 20, 16, 0), NOW)).toBeUndefined();
  });
});
