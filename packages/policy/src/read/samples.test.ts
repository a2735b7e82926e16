/** The strict reader on real policies, whole and damaged. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PolicyError } from "../errors.ts";
import { parsePolicy } from "./parse.ts";
import { present, samples } from "./samples.fixture.ts";

it(`policy samples are ${present ? "present and there are many" : "absent"}`, () => {
  expect(samples.length > 40).toBe(present);
});

describe.runIf(present)("a real policy", () => {
  it.each(samples)("$file is read as the JSON that it is", ({ text }) => {
    expect(parsePolicy(text)).toEqual(JSON.parse(text));
  });

  it("that was damaged is read as the JSON that it is, or refused at a place in its text", () => {
    const damaged = fc.constantFrom(...samples).chain(({ text }) => damage(text));
    const seen = { read: 0, refused: 0 };
    fc.assert(
      fc.property(damaged, (text) => {
        try {
          expect(parsePolicy(text, "damaged")).toEqual(JSON.parse(text));
          seen.read += 1;
        } catch (error) {
          if (!(error instanceof PolicyError)) throw error;
          const { where, line = 0, column = 0 } = error;
          expect(where).toBe("damaged");
          const lines = text.split("\n");
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeGreaterThan(0);
          expect(column).toBeLessThanOrEqual((lines[line - 1] ?? "").length + 1);
          seen.refused += 1;
        }
      }),
      { numRuns: 2000, seed: 1 },
    );
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(100);
  });
});

/** Some characters cut out of the text and others put in, at one place. */
function damage(text: string): fc.Arbitrary<string> {
  const pieces = fc.constantFrom("", " ", "\n", '"', "\\", "*", "a", "1", ",", "{", "]", '"a":1,');
  return fc
    .tuple(fc.nat(text.length), fc.nat(3), pieces)
    .map(([at, cut, piece]) => text.slice(0, at) + piece + text.slice(at + cut));
}
