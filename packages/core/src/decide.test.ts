import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Mode } from "./baseline/model.ts";
import { decide, type Situation } from "./decide.ts";
import { AwsError } from "./errors.ts";
import { type Effect, removes, type Step } from "./step.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const step = (
  effect: Effect,
  reason: string = effect,
  requires?: number[],
): Step<"organizations:AttachPolicy"> => ({
  action: "organizations:AttachPolicy",
  input: { PolicyId: "p-examplepolicy", TargetId: "ou-a1b2-33333333" },
  effect,
  reason,
  ...(requires && { requires }),
});
const drift = (...steps: Step[]): Situation["inspection"] => ({
  kind: "known",
  differences: [{ path: "a", kind: "missing", expected: 1, actual: null, message: "gone" }],
  steps,
  live: {},
});
const all = [step("restrict"), step("grant"), step("neutral")];
const exemption = {
  guardrail: "g",
  key: "k",
  reason: "migration",
  owner: "team",
  expiresOn: "2026-12-31",
};
const review = { guardrail: "g", key: "k", finding: "looks odd", since: "2026-11-25" };
const hold = { on: "100000000007", reason: "incident 7", by: "olivia" };
const pause = { scope: "*", reason: "migration", by: "olivia", until: NOW + 60_000 };

/** Every rung of the ladder: what is run, and what is said about the rest. */
const rungs: [string, Partial<Situation>, { kind: string; run?: string[]; because?: RegExp }][] = [
  ["off does nothing", { mode: "off" }, { kind: "none" }],
  ["off is silent about unknown state", { mode: "off", inspection: unknown() }, { kind: "none" }],
  ["unknown state is never written on", { inspection: unknown() }, { kind: "unknown" }],
  [
    "pending state is looked at again",
    { inspection: { kind: "pending", reason: "enabling" } },
    { kind: "wait" },
  ],
  [
    "no difference, nothing to do",
    { inspection: { kind: "known", differences: [], steps: [], live: {} } },
    { kind: "none" },
  ],
  [
    "an exemption withholds everything",
    { exemption: { exemption, expired: false } },
    { kind: "exempt", because: /exempt until 2026-12-31: migration/ },
  ],
  [
    "an expired exemption is none",
    { exemption: { exemption, expired: true } },
    { kind: "act", run: ["restrict", "grant", "neutral"] },
  ],
  [
    "what nobody has decided on is told, and not put back",
    { review },
    {
      kind: "act",
      run: [],
      because: /^under review since 2026-11-25, and not decided: looks odd$/,
    },
  ],
  [
    "an exemption says more than a review",
    { review, exemption: { exemption, expired: false } },
    { kind: "exempt", because: /exempt/ },
  ],
  [
    "a stale baseline is not enforced",
    { stale: "a newer one is deployed" },
    { kind: "act", run: [], because: /stale: a newer one/ },
  ],
  [
    "a pause stops writes",
    { pause },
    { kind: "act", run: [], because: /paused by olivia until 2026-11-23T12:01/ },
  ],
  [
    "a pause that is over stops nothing",
    { pause: { ...pause, until: NOW } },
    { kind: "act", run: ["restrict", "grant", "neutral"] },
  ],
  ["mode alert writes nothing", { mode: "alert" }, { kind: "act", run: [], because: /mode alert/ }],
  [
    "an open breaker waits",
    { breaker: { until: NOW + 1, restrictUntil: NOW + 1 } },
    { kind: "act", run: [], because: /breaker/ },
  ],
  [
    "an open breaker lets through what takes access away, as soon as it may",
    { breaker: { until: NOW + 1, restrictUntil: NOW } },
    { kind: "act", run: ["restrict"], because: /breaker/ },
  ],
  [
    "a breaker whose time has come lets writes through",
    { breaker: { until: NOW, restrictUntil: NOW } },
    { kind: "act", run: ["restrict", "grant", "neutral"] },
  ],
  [
    "mode restrict runs only what takes access away",
    { mode: "restrict" },
    { kind: "act", run: ["restrict"], because: /mode restrict/ },
  ],
  [
    "a hold forbids grants",
    { hold },
    { kind: "act", run: ["restrict", "neutral"], because: /hold on 100000000007 by olivia/ },
  ],
  [
    "a hold that is over forbids nothing",
    { hold: { ...hold, until: NOW } },
    { kind: "act", run: ["restrict", "grant", "neutral"] },
  ],
  ["mode revert runs everything", {}, { kind: "act", run: ["restrict", "grant", "neutral"] }],
];

describe("decide", () => {
  it.each(rungs)("%s", (_title, given, expected) => {
    const decision = decide({ now: NOW, mode: "revert", inspection: drift(...all), ...given });
    expect(decision.kind).toBe(expected.kind);
    if (expected.run && decision.kind === "act") {
      expect(decision.run.map(({ reason }) => reason)).toEqual(expected.run);
    }
    if (expected.because && (decision.kind === "act" || decision.kind === "exempt")) {
      for (const { because } of decision.withheld) expect(because).toMatch(expected.because);
      expect(decision.withheld.length).toBeGreaterThan(0);
    }
  });

  it("withholds a step together with the step it needs", () => {
    const plan = [step("grant", "make room"), step("restrict", "attach", [0])];
    const decision = decide({ now: NOW, mode: "restrict", inspection: drift(...plan) });
    expect(decision).toMatchObject({ kind: "act", run: [] });
    if (decision.kind !== "act") throw new Error("not act");
    expect(decision.withheld[1]?.because).toBe("it needs a step that is withheld: make room");
  });

  const detach: Step = {
    action: "organizations:DetachPolicy",
    input: { PolicyId: "p-examplepolicy", TargetId: "ou-a1b2-33333333" },
    effect: "grant",
    reason: "detach",
  };
  const cap = { scope: "scp-attachment", perHour: 2, left: 2 };

  it("withholds removals beyond the cap, and nothing else", () => {
    const plan = [detach, step("restrict"), detach, detach, step("grant")];
    const decision = decide({
      now: NOW,
      mode: "revert",
      inspection: drift(...plan),
      removals: cap,
    });
    if (decision.kind !== "act") throw new Error("not act");
    expect(decision.run.map(({ reason }) => reason)).toEqual([
      "detach",
      "restrict",
      "detach",
      "grant",
    ]);
    expect(decision.withheld.map(({ because }) => because)).toEqual([
      "cap: scp-attachment removes 2 things an hour at most of what no event explains; a person has to decide on the rest",
    ]);
  });

  it("counts against the cap only what would run otherwise", () => {
    const restricting: Step = { ...detach, effect: "restrict" };
    const inspection = drift(detach, { ...restricting, requires: [0] }, restricting);
    const removals = { ...cap, left: 1 };
    const decision = decide({ now: NOW, mode: "revert", inspection, hold, removals });
    expect(decision).toMatchObject({ kind: "act", run: [restricting] });
  });

  it("leaves removals that an event explains alone", () => {
    const plan = Array.from({ length: 50 }, () => detach);
    const decision = decide({ now: NOW, mode: "revert", inspection: drift(...plan) });
    expect(decision).toMatchObject({ kind: "act", withheld: [] });
  });

  it("says when a paused or broken key may be written again", () => {
    const paused = decide({ now: NOW, mode: "revert", inspection: drift(...all), pause });
    expect(paused).toMatchObject({ againAt: pause.until });
    const broken = decide({
      now: NOW,
      mode: "revert",
      inspection: drift(...all),
      breaker: { until: NOW + 9, restrictUntil: NOW + 5 },
    });
    expect(broken).toMatchObject({ againAt: NOW + 5 });
  });

  const situations = fc.record({
    mode: fc.constantFrom<Mode>("off", "alert", "restrict", "revert"),
    steps: fc.array(fc.constantFrom<Effect>("restrict", "grant", "neutral"), { maxLength: 6 }),
    held: fc.boolean(),
    paused: fc.boolean(),
    exempt: fc.boolean(),
    breaker: fc.boolean(),
    left: fc.option(fc.nat({ max: 3 })),
  });

  it("runs or withholds every step of a drift, and never both", () => {
    fc.assert(
      fc.property(situations, (given) => {
        const decision = decide(situationOf(given));
        if (decision.kind !== "act") return;
        const split = [...decision.run, ...decision.withheld.map((one) => one.step)];
        expect(split).toHaveLength(2 * given.steps.length);
        expect(new Set(split).size).toBe(2 * given.steps.length);
      }),
    );
  });

  it("runs more on a higher rung, never less, and no grant below revert or under a hold", () => {
    fc.assert(
      fc.property(situations, (given) => {
        const run = (mode: Mode) => {
          const decision = decide(situationOf({ ...given, mode }));
          return decision.kind === "act" ? decision.run.length : 0;
        };
        const ladder = (["off", "alert", "restrict", "revert"] as const).map(run);
        expect(ladder).toEqual([...ladder].sort((a, b) => a - b));
        const decision = decide(situationOf(given));
        if (decision.kind === "act" && (given.held || given.mode !== "revert")) {
          expect(decision.run.filter(({ effect }) => effect === "grant")).toEqual([]);
        }
      }),
    );
  });

  it("never removes more than the cap leaves", () => {
    fc.assert(
      fc.property(situations, (given) => {
        const decision = decide(situationOf(given));
        if (decision.kind !== "act" || given.left === null) return;
        expect(decision.run.filter(removes).length).toBeLessThanOrEqual(given.left);
      }),
    );
  });

  function situationOf(given: {
    mode: Mode;
    steps: Effect[];
    held: boolean;
    paused: boolean;
    exempt: boolean;
    breaker: boolean;
    left: number | null;
  }): Situation {
    return {
      now: NOW,
      mode: given.mode,
      inspection: drift(...given.steps.flatMap((effect) => [step(effect), { ...detach, effect }])),
      ...(given.held && { hold }),
      ...(given.paused && { pause }),
      ...(given.exempt && { exemption: { exemption, expired: false } }),
      ...(given.breaker && { breaker: { until: NOW + 1, restrictUntil: NOW + 1 } }),
      ...(given.left !== null && { removals: { ...cap, left: given.left } }),
    };
  }
});

function unknown(): Situation["inspection"] {
  const error = new AwsError("organizations:X", "AccessDeniedException", "denied", "no");
  return { kind: "unknown", error };
}
