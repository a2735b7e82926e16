import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { load } from "../baseline/fixture.ts";
import type { Baseline, Mode } from "../baseline/model.ts";
import { aspectModeFor, modeFor } from "../baseline/query.ts";
import type { Difference } from "../drift.ts";
import { toy } from "../testing/toy.ts";
import { modeOfDrift, modesOf, severityOfDrift, withoutSilent } from "./aspects.ts";

const MODES = ["off", "alert", "restrict", "revert"] as const;
const guarded = {
  ...toy,
  aspects: {
    stricter: { title: "it became stricter", most: "alert", severity: "LOW" },
    gone: { title: "it is gone", severity: "CRITICAL" },
  },
} as const;

function withModes(guardrails: Record<string, Mode>, units: Record<string, Mode> = {}): Baseline {
  const modes = { default: "alert", guardrails, units: { "Root/Work": units } } as const;
  return { ...load(), modes };
}

function difference(aspect?: string): Difference {
  const rest = { kind: "changed", expected: 1, actual: 2, message: "differs" } as const;
  return { path: aspect ?? "plain", ...rest, ...(aspect && { aspect }) };
}

describe("the mode of an aspect", () => {
  it.each([
    ["as far as the aspect goes by itself", { toy: "revert" }, "alert"],
    ["as it is set", { toy: "revert", "toy/stricter": "restrict" }, "restrict"],
    ["never further than the guardrail", { toy: "alert", "toy/stricter": "revert" }, "alert"],
    ["off with the guardrail", { toy: "off", "toy/stricter": "revert" }, "off"],
  ] as const)("is %s", (_what, guardrails, expected) => {
    expect(modesOf(guarded, withModes(guardrails)).aspects.stricter).toBe(expected);
  });

  it("is the nearest unit's", () => {
    const baseline = withModes(
      { toy: "revert", "toy/gone": "alert" },
      { "toy/gone": "restrict", toy: "revert" },
    );
    expect(modesOf(guarded, baseline, "Root/Work/Deep").aspects.gone).toBe("restrict");
    expect(modesOf(guarded, baseline, "Root").aspects.gone).toBe("alert");
  });

  it("is never above its guardrail's, whatever is set where", () => {
    const mode = fc.constantFrom(...MODES);
    const set = fc.dictionary(fc.constantFrom("toy", "toy/gone"), mode);
    fc.assert(
      fc.property(set, set, fc.option(mode, { nil: undefined }), (guardrails, units, most) => {
        const baseline = withModes(guardrails, units);
        const aspect = { name: "gone", ...(most && { most }) };
        const own = aspectModeFor(baseline, "toy", aspect, "Root/Work");
        const guardrail = modeFor(baseline, "toy", "Root/Work");
        expect(MODES.indexOf(own)).toBeLessThanOrEqual(MODES.indexOf(guardrail));
      }),
    );
  });
});

describe("a drift of several aspects", () => {
  const modes = modesOf(guarded, withModes({ toy: "revert", "toy/gone": "off" }));

  it("loses what nobody is to be told of", () => {
    const differences = [difference(), difference("gone"), difference("stricter")];
    const inspection = { kind: "known", differences, steps: [], live: null } as const;
    const left = withoutSilent(inspection, modes);
    expect(left).toMatchObject({ differences: [differences[0], differences[2]] });
  });

  it("goes as far as the furthest of them", () => {
    expect(modeOfDrift([difference("stricter")], modes)).toBe("alert");
    expect(modeOfDrift([difference("stricter"), difference()], modes)).toBe("revert");
    expect(modeOfDrift([], modes)).toBe("revert");
  });

  it("is as bad as the worst of them", () => {
    expect(severityOfDrift(guarded, [difference("stricter")])).toBe("LOW");
    expect(severityOfDrift(guarded, [difference("stricter"), difference("gone")])).toBe("CRITICAL");
    expect(severityOfDrift(guarded, [difference("stricter"), difference()])).toBe("HIGH");
  });
});
