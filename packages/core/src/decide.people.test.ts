/** What `decide()` makes of holds on people, and of what the baseline tolerates for a while. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Decision, decide, type Situation } from "./decide.ts";
import type { Difference } from "./drift.ts";
import type { Effect, Step } from "./step.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const USER = "11111111-2222-3333-4444-555555555555";
const GROUP = "94482488-3041-7000-8000-ABCDEFABCDEF";

function step(effect: Effect, rest: Partial<Step> = {}): Step {
  const input = { PolicyId: "p-examplepolicy", TargetId: "ou-a1b2-33333333" };
  const base = { action: "organizations:AttachPolicy", input, effect, reason: effect } as const;
  return { ...base, ...rest } as Step;
}

function decided(parts: Partial<Situation>): Decision {
  const differences = [boxed("a")];
  const inspection = { kind: "known", differences, steps: [], live: {} } as const;
  return decide({ now: NOW, mode: "revert", inspection, ...parts });
}

function ran(decision: Decision): readonly Step[] {
  return decision.kind === "act" ? decision.run : [];
}

describe("a hold on a user or group", () => {
  const hold = { reason: "has left", by: "olivia" };
  const inspect = (...steps: readonly Step[]): Situation["inspection"] => ({
    kind: "known",
    differences: [boxed("a")],
    steps,
    live: {},
  });
  const helping = (...beneficiaries: string[]) => step("grant", { beneficiaries });

  it.each([
    ["the id", GROUP],
    ["the id in other letters", GROUP.toLowerCase()],
    ["the ARN", `arn:aws:identitystore:::group/${GROUP}`],
    ["the ARN of another partition", `arn:aws-us-gov:identitystore:::group/${GROUP}`],
  ])("by %s forbids what gives access to it, until it is over", (_what, on) => {
    const inspection = inspect(helping(USER, GROUP), helping(USER));
    const decision = decided({ inspection, holds: [{ ...hold, on }] });
    expect(ran(decision)).toEqual([helping(USER)]);
    expect(decision).toMatchObject({
      withheld: [{ because: `hold on ${on} by olivia: has left` }],
    });
    const over = [{ ...hold, on, until: NOW }];
    expect(ran(decided({ inspection, holds: over }))).toHaveLength(2);
  });

  it("gives nobody under it access, and keeps nothing from anybody else", () => {
    const ids = fc.constantFrom(USER, GROUP, `9067000001-${USER}`, GROUP.replace("A", "0"));
    const plan = fc.array(
      fc.record({
        effect: fc.constantFrom<Effect>("restrict", "grant", "neutral"),
        beneficiaries: fc.uniqueArray(ids),
      }),
    );
    fc.assert(
      fc.property(plan, fc.uniqueArray(ids), (parts, held) => {
        const steps = parts.map((one) => step(one.effect, one));
        const holds = held.map((on) => ({ ...hold, on }));
        const allowed = steps.filter(
          ({ effect, beneficiaries = [] }) =>
            effect !== "grant" || !beneficiaries.some((id) => held.includes(id)),
        );
        expect(ran(decided({ inspection: inspect(...steps), holds }))).toEqual(allowed);
      }),
    );
  });
});

describe("what the baseline tolerates for a while", () => {
  it("stays, and is looked at again when the first of it may not any more", () => {
    const inspection = boxes(boxed("a", NOW + 2), boxed("b", NOW + 1));
    expect(decided({ inspection })).toMatchObject({
      kind: "tolerated",
      againAt: NOW + 1,
      withheld: [
        { because: expect.stringContaining("may stay until 2026-11-23T12:00:00.002Z") },
        { because: expect.stringContaining("may stay until 2026-11-23T12:00:00.001Z") },
      ],
    });
  });

  it("protects nothing beside it", () => {
    const inspection = boxes(boxed("a", NOW + 1), boxed("b", NOW));
    const decision = decided({ inspection });
    expect(ran(decision).map(({ undoes }) => undoes)).toEqual(["b"]);
    expect(decision).toMatchObject({ againAt: NOW + 1, withheld: [{ step: { undoes: "a" } }] });
  });

  it("has an end in mode alert, too: people hear of what is over", () => {
    const inspection = boxes(boxed("a", NOW + 1), boxed("b"));
    expect(decided({ inspection, mode: "alert" })).toMatchObject({ run: [], againAt: NOW + 1 });
  });

  it("may not stay if its end is not known", () => {
    expect(ran(decided({ inspection: boxes(boxed("a")) }))).toHaveLength(1);
  });

  it("is exempt where an exemption covers it", () => {
    const exemption = {
      guardrail: "g",
      key: "k",
      reason: "migration",
      owner: "team",
      expiresOn: "2026-12-31",
    };
    const given = { inspection: boxes(boxed("a", NOW + 1)) };
    const exempt = { ...given, exemption: { exemption, expired: false } };
    expect(decided(exempt).kind).toBe("exempt");
  });

  it("is never undone before its end, and always after it", () => {
    const offsets = fc.array(fc.option(fc.integer({ min: -2, max: 3 })), { minLength: 1 });
    fc.assert(
      fc.property(offsets, (all) => {
        const ends = all.map((offset) => (offset === null ? undefined : NOW + offset));
        const decision = decided({
          inspection: boxes(...ends.map((end, i) => boxed(`p${i}`, end))),
        });
        const over = ends.flatMap((end, i) => (end === undefined || end <= NOW ? [`p${i}`] : []));
        expect(ran(decision).map(({ undoes }) => undoes)).toEqual(over);
        const later = ends.filter((end) => end !== undefined && end > NOW).map(Number);
        const first = later.length > 0 ? Math.min(...later) : undefined;
        expect("againAt" in decision ? decision.againAt : undefined).toBe(first);
      }),
    );
  });
});

function boxed(path: string, until?: number): Difference {
  const ends = until === undefined ? {} : { until };
  const tolerance = { reason: "on call", duration: 60_000, ...ends };
  return { path, kind: "unexpected", expected: null, actual: path, message: path, tolerance };
}

function boxes(...differences: readonly Difference[]): Situation["inspection"] {
  const steps = differences.map(({ path }) => step("restrict", { undoes: path }));
  return { kind: "known", differences, steps, live: {} };
}
