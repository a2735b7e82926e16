/** The effect of a step against what it must agree with: the decision on every request there is. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PolicyDocument } from "../document.ts";
import { type Effect, effectOfAttaching, effectOfDetaching } from "../effect.ts";
import { compilePolicies } from "../evaluate/evaluate.ts";
import type { Level } from "../evaluate/policy-set.ts";
import { effectOfReplacing } from "./effect-of-replacing.ts";
import { FULL_ACCESS, type Pair, pair } from "./paths.fixture.ts";
import { requestsOver } from "./vocabulary.fixture.ts";

const SCP = "SERVICE_CONTROL_POLICY";
const RUNS = 80;
const TIMEOUT = 60_000;

/** A path, and the documents of another one that tests the same keys. */
interface Step {
  readonly keys: Pair["keys"];
  readonly levels: readonly Level[];
  readonly documents: readonly PolicyDocument[];
  /** Where the step is taken. */
  readonly at: number;
}

const step: fc.Arbitrary<Step> = fc.tuple(pair, fc.nat()).map(([{ keys, declared, live }, at]) => ({
  keys,
  levels: declared,
  documents: live.flatMap(({ policies }) => policies.map(({ document }) => document)),
  at: at % declared.length,
}));

function withDocument({ levels, at }: Step, document: PolicyDocument): readonly Level[] {
  return levels.map((level, index) =>
    index === at
      ? { ...level, policies: [...level.policies, { name: "attached", document }] }
      : level,
  );
}

/** Whether some request is allowed after the step only, and before it only. */
function changes({ keys }: Step, before: readonly Level[], after: readonly Level[]) {
  let opened = false;
  let closed = false;
  const compiled = (serviceControl: readonly Level[]) =>
    compilePolicies({ serviceControl, identity: [FULL_ACCESS] });
  const policiesBefore = compiled(before);
  const policiesAfter = compiled(after);
  for (const request of requestsOver(keys)) {
    const was = policiesBefore.decide(request).allowed;
    const is = policiesAfter.decide(request).allowed;
    opened ||= is && !was;
    closed ||= was && !is;
  }
  return { opened, closed };
}

/** `grant` may be said of anything; the others are promises. */
function expectKept(effect: Effect, { opened, closed }: ReturnType<typeof changes>): void {
  if (effect !== "grant") expect(opened).toBe(false);
  if (effect === "neutral") expect(closed).toBe(false);
}

/** Runs the property, and expects each effect to have been seen. */
function holdsOf(check: (one: Step, document: PolicyDocument) => Effect): void {
  const seen = new Set<Effect>();
  fc.assert(
    fc.property(step, (one) => {
      for (const document of one.documents.slice(0, 2)) seen.add(check(one, document));
    }),
    { numRuns: RUNS },
  );
  expect(seen).toContain("grant");
  expect(seen).toContain("restrict");
}

describe("a step that is said to restrict opens nothing, and a neutral one changes nothing", {
  timeout: TIMEOUT,
}, () => {
  it("when a policy is attached", () => {
    holdsOf((one, document) => {
      const effect = effectOfAttaching(document, SCP);
      expectKept(effect, changes(one, one.levels, withDocument(one, document)));
      return effect;
    });
  });

  it("when a policy is detached", () => {
    holdsOf((one, document) => {
      const effect = effectOfDetaching(document, SCP);
      expectKept(effect, changes(one, withDocument(one, document), one.levels));
      return effect;
    });
  });

  it("when the content of a policy is replaced", () => {
    holdsOf((one, document) => {
      const other = one.documents.at(-1) ?? document;
      const effect = effectOfReplacing(document, other, SCP);
      expectKept(effect, changes(one, withDocument(one, document), withDocument(one, other)));
      return effect;
    });
  });
});
