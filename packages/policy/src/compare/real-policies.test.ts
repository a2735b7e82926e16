/** Every published SCP and RCP against itself in another order. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ControlPolicyType } from "../effect.ts";
import { many } from "../many.ts";
import { compare } from "./compare.ts";
import { RCP_FULL_ACCESS } from "./mutations/mutation.fixture.ts";
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

function levelsWith(file: string, type: ControlPolicyType) {
  const full = type === "SERVICE_CONTROL_POLICY" ? FULL_ACCESS : RCP_FULL_ACCESS;
  return [
    { name: "Root", policies: [full] },
    { name: "Unit", policies: [full, { name: file, document: readSample(file) }] },
  ];
}

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
    const levels = levelsWith(file, type);
    fc.assert(
      fc.property(shuffled(levels), (others) => {
        expect(compare(levels, others, { type })).toEqual({ relation: "equal" });
      }),
      { numRuns: 5 },
    );
  });

  it.each(control)("$file makes a level stricter by being there", ({ file, type }) => {
    const levels = levelsWith(file, type);
    const without = levels.map((level) => ({ ...level, policies: level.policies.slice(0, 1) }));
    const { relation, stricter, weaker } = compare(without, levels, { type });
    expect(relation).toBe("stricter");
    expect(weaker).toBeUndefined();
    expect(stricter?.refusal).toMatchObject({
      reason: "explicit-deny",
      level: "Unit",
      policy: file,
    });
  });
});
