/** Every published policy against itself in other words, and against all others. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePolicy } from "../read/parse.ts";
import { present, samples } from "../read/samples.fixture.ts";
import { canonicalise } from "./canonicalise.ts";
import { equivalence } from "./equivalence.ts";
import { reworded } from "./reworded.fixture.ts";

it(`policy samples are ${present ? "present and there are many" : "absent"}`, () => {
  expect(samples.length > 40).toBe(present);
});

describe.runIf(present)("a published policy", () => {
  it.each(samples)("is equal to itself in other words: $file", ({ text, file }) => {
    const document = parsePolicy(text, file);
    fc.assert(
      fc.property(reworded(document), (other) => {
        expect(equivalence(document, other)).toEqual({ equal: true });
        expect(canonicalise(other)).toEqual(canonicalise(document));
      }),
      { numRuns: 50 },
    );
    expect(canonicalise(canonicalise(document))).toEqual(canonicalise(document));
  });

  it("is equal to no other", () => {
    const documents = samples.map(({ text }) => parsePolicy(text));
    const forms = new Set(documents.map((document) => JSON.stringify(canonicalise(document))));
    expect(forms.size).toBe(samples.length);
  });
});
