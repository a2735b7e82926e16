import type { Baseline } from "@holdfast/core";
import { levelsFor } from "@holdfast/core/baseline";
import { compare, evaluate, type Request } from "@holdfast/policy";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffTo, names, policyEffectsIn, securecart, withStatements, withUnit } from "./fixture.ts";
import type { PolicyEffect } from "./model.ts";

const EVERYTHING = {
  name: "everything",
  document: { Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
} as const;

function allowed(baseline: Baseline, name: string, effect: PolicyEffect): boolean {
  const account = baseline.accounts.find((one) => one.name === name);
  if (account === undefined) throw new Error(`${name} is not there`);
  const own = effect.witness.request.principal.account;
  const request = JSON.parse(
    JSON.stringify(effect.witness.request).replaceAll(own, account.id),
  ) as Request;
  const layer = effect.type === "SERVICE_CONTROL_POLICY" ? "serviceControl" : "resourceControl";
  const levels = levelsFor(baseline, account, effect.type);
  return evaluate(request, { identity: [EVERYTHING], [layer]: levels }).allowed;
}

/** One edit of the kind that people make. */
const edit = fc.oneof(
  fc.record({
    unit: fc.constantFrom(...securecart.units.map(({ path }) => path)),
    policies: fc.subarray(securecart.policies.map(({ name }) => name)),
  }),
  fc.record({
    policy: fc.constantFrom(...securecart.policies.map(({ name }) => name)),
    kept: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
  }),
);

function edited(
  baseline: Baseline,
  one: typeof edit extends fc.Arbitrary<infer T> ? T : never,
): Baseline {
  if ("unit" in one) {
    return withUnit(baseline, one.unit, (unit) => ({ ...unit, policies: one.policies }));
  }
  return withStatements(baseline, one.policy, (all) => all.filter((_, index) => one.kept[index]));
}

describe("whatever was edited", () => {
  it("what is opened is refused before and allowed now in every account named, and closed the reverse", () => {
    let effects = 0;
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const next = edits.reduce(edited, securecart);
        const { opens, closes } = diffTo(next);
        for (const [told, before, now] of [
          [opens, securecart, next],
          [closes, next, securecart],
        ] as const) {
          for (const effect of policyEffectsIn(told)) {
            for (const { name } of effect.accounts) {
              expect([allowed(before, name, effect), allowed(now, name, effect)]).toEqual([
                false,
                true,
              ]);
              effects += 1;
            }
          }
        }
      }),
      { numRuns: 8, seed: 7 },
    );
    expect(effects).toBeGreaterThan(50);
  }, 60_000);

  it("accounts are named exactly if their whole path, compared as one, says so", () => {
    const types = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] as const;
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 2 }), (edits) => {
        const next = edits.reduce(edited, securecart);
        const { opens, closes } = diffTo(next);
        for (const account of securecart.accounts.filter(({ name }) => name !== "management")) {
          for (const type of types) {
            const { relation } = compare(
              levelsFor(securecart, account, type),
              levelsFor(next, account, type),
              { type, account: account.id },
            );
            const named = [opens, closes].map((told) =>
              policyEffectsIn(told).some(
                (effect) => effect.type === type && names(effect).includes(account.name),
              ),
            );
            expect(named).toEqual([
              relation === "weaker" || relation === "both",
              relation === "stricter" || relation === "both",
            ]);
            seen.add(relation);
          }
        }
      }),
      { numRuns: 8, seed: 7 },
    );
    expect([...seen].toSorted()).toEqual(["both", "equal", "stricter", "weaker"]);
  }, 60_000);
});
