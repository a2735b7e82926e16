import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Difference } from "../drift.ts";
import type { Inspection } from "../inspection.ts";
import { type Grants, withEnds } from "./tolerance.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 10, 23);

function differing(duration: number, ...paths: string[]): Inspection {
  const differences = paths.map((path): Difference => {
    const rest = { kind: "unexpected", expected: null, actual: path, message: path } as const;
    return { path, ...rest, tolerance: { reason: "on call", duration } };
  });
  return { kind: "known", differences, steps: [], live: [] };
}

/** Looks one after the other, each remembering what the one before left. */
function looks(duration: number) {
  let grants: Grants = {};
  return (at: number, ...paths: string[]) => {
    const result = withEnds(differing(duration, ...paths), grants, at);
    grants = result.grants;
    return result.inspection.kind === "known" ? result.inspection.differences : [];
  };
}

const endOf = (differences: readonly Difference[], path = "a") =>
  differences.find((one) => one.path === path)?.tolerance?.until;

describe("what is tolerated for a while", () => {
  it("has its end from when it was first seen, however often it is looked at", () => {
    const look = looks(2 * HOUR);
    const end = START + 2 * HOUR;
    for (const at of [0, 60_000, HOUR, 2 * HOUR, 3 * HOUR]) {
      expect(endOf(look(START + at, "a"))).toBe(end);
    }
  });

  it("says its end and why, and that it is over once it is", () => {
    const look = looks(2 * HOUR);
    expect(look(START, "a")[0]?.message).toBe(
      "a: it may stay until 2026-11-23T02:00:00.000Z (on call)",
    );
    expect(look(START + 2 * HOUR, "a")[0]?.message).toBe(
      "a: it was tolerated until 2026-11-23T02:00:00.000Z (on call)",
    );
  });

  it("is each for itself", () => {
    const look = looks(HOUR);
    look(START, "a");
    const both = look(START + HOUR / 2, "a", "b");
    expect([endOf(both, "a"), endOf(both, "b")]).toEqual([START + HOUR, START + 1.5 * HOUR]);
  });

  it("is a new grant if it was gone, which is counted", () => {
    const look = looks(HOUR);
    look(START, "a");
    look(START + HOUR / 2);
    const again = look(START + HOUR, "a");
    expect(endOf(again)).toBe(START + 2 * HOUR);
    expect(again[0]?.message).toContain("(on call, grant 2 since 2026-11-23T00:00:00.000Z)");
  });

  it("is tolerated for half of a day at most, and again once the day has moved on", () => {
    const look = looks(8 * HOUR);
    look(START, "a");
    look(START + 8 * HOUR);
    expect(endOf(look(START + 9 * HOUR, "a"))).toBe(START + 13 * HOUR);
    look(START + 13 * HOUR);
    expect(endOf(look(START + 14 * HOUR, "a"))).toBe(START + 14 * HOUR);
    look(START + 14 * HOUR);
    expect(endOf(look(START + 25 * HOUR, "a"))).toBe(START + 26 * HOUR);
  });

  it("may stay for longer than a day, but then not again for as long", () => {
    const look = looks(3 * DAY);
    expect(endOf(look(START, "a"))).toBe(START + 3 * DAY);
    look(START + 3 * DAY);
    expect(endOf(look(START + 4 * DAY, "a"))).toBe(START + 4 * DAY);
    look(START + 4 * DAY);
    expect(endOf(look(START + 7 * DAY, "a"))).toBe(START + 8 * DAY);
  });

  it("is forgotten once it counts no more", () => {
    const first = withEnds(differing(HOUR, "a"), {}, START);
    const gone = withEnds(differing(HOUR), first.grants, START + HOUR);
    expect(Object.keys(gone.grants)).toEqual(["a"]);
    expect(withEnds(differing(HOUR), gone.grants, START + HOUR + DAY).grants).toEqual({});
  });

  it("began when the memory was lost, if it is not known when", () => {
    const blind = withEnds(differing(HOUR, "a"), {}, START + HOUR, START);
    expect(blind.inspection).toMatchObject({
      differences: [{ tolerance: { until: START + HOUR } }],
    });
  });

  it("stays remembered while nothing can be read", () => {
    const { grants } = withEnds(differing(HOUR, "a"), {}, START);
    const pending = { kind: "pending", reason: "busy" } as const;
    expect(withEnds(pending, grants, START + 5 * DAY)).toEqual({ inspection: pending, grants });
  });

  it("has no end, and so may not stay, where there are more than can be remembered", () => {
    const paths = Array.from({ length: 250 }, (_, index) => `p${index}`);
    const differences = looks(HOUR)(START, ...paths);
    expect(differences.filter(({ tolerance }) => tolerance?.until === undefined)).toHaveLength(50);
  });

  it("is nothing that is not declared so", () => {
    const { tolerance: _none, ...plain } = { ...looks(HOUR)(START, "a")[0] } as Difference;
    const inspection = { kind: "known", differences: [plain], steps: [], live: [] } as const;
    expect(withEnds(inspection, {}, START)).toEqual({ inspection, grants: {} });
  });

  const grants = fc.array(
    fc.record({ there: fc.integer({ min: 1, max: 40 }), gone: fc.integer({ min: 1, max: 30 }) }),
    { minLength: 1, maxLength: 60 },
  );

  it("is never tolerated for more than half of any window, however it is taken away and given again", () => {
    fc.assert(
      fc.property(grants, fc.integer({ min: 1, max: 60 }), (history, hours) => {
        const duration = hours * HOUR;
        const window = Math.max(DAY, 2 * duration);
        const look = looks(duration);
        const tolerated: [number, number][] = [];
        let at = START;
        for (const { there, gone } of history) {
          const from = at;
          for (let hour = 0; hour < there; hour++) {
            const until = endOf(look(at, "a")) ?? at;
            expect(until - from).toBeLessThanOrEqual(duration);
            if (until > at) tolerated.push([at, Math.min(until, at + HOUR)]);
            at += HOUR;
          }
          look(at);
          at += gone * HOUR;
        }
        for (const [, end] of tolerated) {
          const used = tolerated.reduce(
            (sum, [from, to]) =>
              sum + Math.max(0, Math.min(to, end) - Math.max(from, end - window)),
            0,
          );
          expect(used).toBeLessThanOrEqual(window / 2);
        }
      }),
    );
  });

  it("takes no more room than can be kept, however often it comes and goes", () => {
    let kept: Grants = {};
    const paths = Array.from({ length: 300 }, (_, index) => `members.user-${index}`);
    for (let look = 0; look < 60; look++) {
      const there = look % 2 === 0 ? paths : [];
      kept = withEnds(differing(HOUR, ...there), kept, START + look * 60_000).grants;
    }
    expect(JSON.stringify(kept).length).toBeLessThan(100_000);
  });
});
