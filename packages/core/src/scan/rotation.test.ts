import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRotation, PARTS, type Rotations } from "./rotation.ts";

const HOUR = 3_600_000;
const things = (count: number) => Array.from({ length: count }, (_, index) => `thing-${index}`);

/** One scan: which things it asks for, what it says of itself, and what the next one is told. */
function scan(ids: readonly string[], atMost: number, now: number, earlier?: Rotations) {
  const rotation = createRotation(now, earlier);
  const hasTurn = rotation.turn({ name: "things", what: "every thing", ids, atMost });
  // Of nothing, nothing is said.
  const [coverage = { what: "nothing", done: 0, of: 0 }] = rotation.coverage();
  return { asked: ids.filter(hasTurn), coverage, remembered: rotation.remembered() };
}

describe("what takes turns", () => {
  it("is asked for altogether where that is not too much", () => {
    const { asked, coverage } = scan(things(50), 50, HOUR, {});
    expect(asked).toHaveLength(50);
    expect(coverage).toEqual({ what: "every thing", done: 50, of: 50, since: iso(HOUR) });
  });

  it("is asked for altogether where no other scan would know what is left", () => {
    expect(scan(things(5_000), 10, HOUR).asked).toHaveLength(5_000);
  });

  it("is asked for in part otherwise, and the rest in the next scans", () => {
    const ids = things(5_000);
    const first = scan(ids, 1_000, HOUR, {});
    expect(first.coverage).toMatchObject({ done: first.asked.length, of: 5_000 });
    expect(first.coverage.since).toBeUndefined();
    const second = scan(ids, 1_000, 2 * HOUR, first.remembered);
    expect(second.asked.filter((id) => first.asked.includes(id))).toEqual([]);
  });

  it("is the same when a scan is begun again", () => {
    const [a, b] = [1, 2].map(() => scan(things(5_000), 1_000, HOUR, { things: [null, 5] }));
    expect(a).toEqual(b);
  });

  it("does not move other things to another part when something comes or goes", () => {
    const ids = things(2_000);
    const before = new Set(scan(ids, 500, HOUR, {}).asked);
    const after = new Set(scan(ids.slice(1), 500, HOUR, {}).asked);
    const moved = ids.slice(1).filter((id) => before.has(id) !== after.has(id));
    // The last part that there was room for may be another one; no more than that.
    expect(moved.length).toBeLessThan(100);
  });

  it("is asked for to the last within a known number of scans, also while more and more comes", () => {
    const growth = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(growth, fc.integer({ min: 1, max: 60 }), (more, atMost) => {
        let memory: Rotations = {};
        let count = 0;
        const thereSince: number[] = [];
        const asked: number[] = [];
        for (let turn = 1; turn <= PARTS; turn++) {
          count += more[turn % more.length] ?? 0;
          while (thereSince.length < count) thereSince.push(turn);
          const { asked: now, coverage, remembered } = scan(things(count), atMost, turn, memory);
          memory = remembered;
          for (const id of now) asked[Number(id.slice("thing-".length))] = turn;
          // What it says it has asked for since then, it has.
          const since = coverage.since === undefined ? 0 : Date.parse(coverage.since);
          for (const [index, from] of thereSince.entries()) {
            if (from <= since) expect(asked[index]).toBeGreaterThanOrEqual(since);
          }
        }
        for (const [index, from] of thereSince.entries()) {
          if (from === 1) expect(asked[index]).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("is no more in one scan than asked for, unless a part by itself is more", () => {
    const count = fc.integer({ min: 0, max: 3_000 });
    fc.assert(
      fc.property(count, fc.integer({ min: 100, max: 2_000 }), (size, atMost) => {
        expect(scan(things(size), atMost, HOUR, {}).asked.length).toBeLessThanOrEqual(atMost);
      }),
    );
  });

  it("is spread evenly over the parts: no scan has much more to do than another", () => {
    const sizes = [...partsOf(things(100_000)).values()];
    expect(sizes).toHaveLength(PARTS);
    expect(Math.max(...sizes)).toBeLessThan(1.3 * (100_000 / PARTS));
  });
});

/** Things by part, found out by asking for one part at a time. */
function partsOf(ids: readonly string[]): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>();
  let memory: Rotations = {};
  let left = ids.length;
  for (let turn = 1; left > 0; turn++) {
    const { asked, remembered } = scan(ids, 0, turn, memory);
    memory = remembered;
    sizes.set(turn, asked.length);
    left -= asked.length;
  }
  return sizes;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
