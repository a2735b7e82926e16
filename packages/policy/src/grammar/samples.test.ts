/** Every published policy is what AWS takes for its kind. */
import { describe, expect, it } from "vitest";
import { present, samples } from "../read/samples.fixture.ts";
import { checkPolicy } from "./check.ts";

it(`policy samples are ${present ? "present, of three kinds" : "absent"}`, () => {
  expect(new Set(samples.map(({ kind }) => kind)).size).toBe(present ? 3 : 0);
});

describe.runIf(present)("a published policy", () => {
  it.each(samples)("is accepted as $kind: $file", ({ file, kind, text }) => {
    expect(checkPolicy(text, kind, file, { minified: true })).toEqual({
      document: JSON.parse(text),
      problems: [],
    });
  });

  it("is refused as a policy of another kind, SCPs that name no principal as identity apart", () => {
    for (const { kind, text } of samples) {
      const foreign = kind === "SERVICE_CONTROL_POLICY" ? "RESOURCE" : "SERVICE_CONTROL_POLICY";
      expect(checkPolicy(text, foreign, undefined, { minified: true }).problems).not.toEqual([]);
      expect(checkPolicy(text, "TRUST").problems).not.toEqual([]);
    }
  });
});
