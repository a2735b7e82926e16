/** Every published SCP and RCP against itself in another order. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ControlPolicyType } from "../effect.ts";
import { many } from "../many.ts";
import { compare } from "./compare.ts";
import { FULL_ACCESS } from "./paths.fixture.ts";
import { present, readSample, samples } from "./samples.fixture.ts";
import { shuffled } from "./shuffled.fixture.ts";

/** Undefined for a policy of a resource or an endpoint, which may allow and name principals. */
function kindOf(file: string): ControlPolicyType | undefined {
  const statements = many(readSample(file).Statement);
  if (statements.some(({ Effect }) => Effect !== "Deny")) return undefined;
  if (statements.every(({ Principal }) => Principal === "*")) return "RESOURCE_CONTROL_POLICY";
  return statements.some(({ Principal }) => Principal) ? undefined : "SERVICE_CONTROL_POLICY";
}

const levelsWith = (file: string) => [
  { name: "Root", policies: [FULL_ACCESS] },
  { name: "Unit", policies: [FULL_ACCESS, { name: file, document: readSample(file) }] },
];

describe.runIf(present)("every real policy", () => {
  const control = samples.flatMap((file) => {
    const type = kindOf(file);
    return type === undefined ? [] : [{ file, type }];
  });

  it("is there", () => {
    const count = (kind: ControlPolicyType) => control.filter(({ type }) => type === kind).length;
    expect(count("SERVICE_CONTROL_POLICY")).toBeGreaterThanOrEqual(35);
    expect(count("RESOURCE_CONTROL_POLICY")).toBeGreaterThanOrEqual(2);
  });

  it.each(control)("$file is equal to itself, shuffled", ({ file, type }) => {
    const levels = levelsWith(file);
    fc.assert(
      fc.property(shuffled(levels), (others) => {
        expect(compare(levels, others, { type })).toEqual({ relation: "equal" });
      }),
      { numRuns: 5 },
    );
  });

  it.each(control)("$file makes a level stricter by being there", ({ file, type }) => {
    const without = levelsWith(file).map((level) => ({ ...level, policies: [FULL_ACCESS] }));
    const { relation, stricter, weaker } = compare(without, levelsWith(file), { type });
    expect(relation).toBe("stricter");
    expect(weaker).toBeUndefined();
    expect(stricter?.refusal).toMatchObject({
      reason: "explicit-deny",
      level: "Unit",
      policy: file,
    });
  });
});
