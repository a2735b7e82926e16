import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { heard } from "./bell.fixture.ts";
import { add, type Count, reached } from "./count.ts";

const START = Date.parse("2026-11-23T00:00:00Z");
const MINUTE = 60_000;
const FIVE = { count: 5, withinMs: 10 * MINUTE };
const NONE: Count = { heard: [] };

/** Different events at these minutes. */
const at = (...minutes: readonly number[]) =>
  minutes.map((minute, index) =>
    heard(`${minute}-${index}`, { at: new Date(START + minute * MINUTE).toISOString() }),
  );
const enough = (...minutes: readonly number[]) => reached(add(NONE, at(...minutes), FIVE), FIVE);

describe("a threshold of five within ten minutes", () => {
  it.each([
    [[0, 1, 2, 3], false],
    [[0, 1, 2, 3, 4], true],
    [[0, 0, 0, 0, 0], true],
    [[0, 1, 2, 3, 10], true],
    [[0, 1, 2, 3, 11], false],
    [[0, 1, 2, 3, 11, 12], false],
    [[0, 4, 5, 6, 11, 12], true],
    [[], false],
  ])("is reached by events at minutes %j: %s", (minutes, expected) => {
    expect(enough(...minutes)).toBe(expected);
  });

  it("is not reached by one event that comes five times", () => {
    const [one] = at(0);
    if (one === undefined) throw new Error("no event");
    const count = add(add(NONE, [one, one, one], FIVE), [one, one], FIVE);
    expect(count.heard).toHaveLength(1);
    expect(reached(count, FIVE)).toBe(false);
  });

  it("is reached, or not, whatever the order and the batches in which events come", () => {
    const minutes = fc.array(fc.integer({ min: 0, max: 59 }), { maxLength: 12 });
    fc.assert(
      fc.property(minutes, fc.infiniteStream(fc.nat()), fc.nat(4), (times, order, size) => {
        const events = at(...times);
        const shuffled = events
          .map((event) => ({ event, rank: order.next().value }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ event }) => event);
        let count = NONE;
        let ever = false;
        for (let start = 0; start < shuffled.length; start += size + 1) {
          count = add(count, shuffled.slice(start, start + size + 1), FIVE);
          ever ||= reached(count, FIVE);
        }
        expect(ever).toBe(reached(add(NONE, events, FIVE), FIVE));
      }),
    );
  });

  it("forgets what is too old to matter", () => {
    const count = add(add(NONE, at(0, 1), FIVE), at(500), FIVE);
    expect(count.heard).toHaveLength(1);
  });
});
