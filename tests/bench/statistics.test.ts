import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { median, range } from "./statistics.ts";

const samples = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });

describe("median", () => {
  it("is the middle sample, whatever the order", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([7])).toBe(7);
  });

  it("is halfway between the two middle samples of an even number", () => {
    expect(median([10, 1, 4, 2])).toBe(3);
  });

  it("has at most half of the samples on either side", () => {
    fc.assert(
      fc.property(samples, (all) => {
        const middle = median(all);
        expect(all.filter((one) => one < middle).length).toBeLessThanOrEqual(all.length / 2);
        expect(all.filter((one) => one > middle).length).toBeLessThanOrEqual(all.length / 2);
      }),
    );
  });

  it("refuses to speak of no samples", () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe("range", () => {
  it("holds every sample and no more", () => {
    fc.assert(
      fc.property(samples, (all) => {
        const [low, high] = range(all);
        expect(all.every((one) => low <= one && one <= high)).toBe(true);
        expect(all).toContain(low);
        expect(all).toContain(high);
      }),
    );
  });

  it("refuses to speak of no samples", () => {
    expect(() => range([])).toThrow(RangeError);
  });
});
