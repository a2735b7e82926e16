/** What one part of a request can be, as far as it matters which rules stay in the running. */
import { PROBE } from "./budget.ts";
import type { RuleSet } from "./rules.ts";
import type { Scope } from "./scope.ts";
import type { Dimension, Test, Value } from "./test.ts";
import { valuesFor } from "./values.ts";
import { hasVariable } from "./variables.ts";

/** A value of one part, or an outcome of its tests for which no value is known. */
export interface Option {
  /** Rules that this choice takes out of the running. */
  readonly excluded: RuleSet;
  readonly value: Value;
  /** The tests might come out like this; a value that shows it is not known. */
  readonly assumed: boolean;
}

/** A test, and the rules that it is a part of. */
export interface TestedRules {
  readonly test: Test;
  readonly rules: RuleSet;
}

/** Tests whose outcome is open, and which are then tried both ways, multiply: 2^n. */
const MAX_OPEN = 10;

/**
 * Everything that can become of the tests on one part of a request: a choice for each combination of
 * outcomes, values before assumptions. Undefined if there are too many for the budget.
 */
export function optionsFor(
  dimension: Dimension,
  parts: readonly TestedRules[],
  scope: Scope,
): readonly Option[] | undefined {
  const tests = parts.map(({ test }) => test);
  const { values, complete } = valuesFor(dimension, tests, scope);
  const shown = new Map<RuleSet, Option>();
  const assumed = new Map<RuleSet, Option>();
  const assume = (value: Value, outcomes: readonly (boolean | undefined)[]): boolean => {
    const variants = variantsOf(outcomes, parts);
    for (const excluded of variants ?? []) {
      if (!assumed.has(excluded)) assumed.set(excluded, { excluded, value, assumed: true });
    }
    return variants !== undefined;
  };
  for (const value of values) {
    if (!scope.budget.spend(PROBE * tests.length)) return undefined;
    const outcomes = tests.map((test) => test.holds(value, scope.samples));
    if (!outcomes.includes(undefined)) {
      const excluded = exclusions(outcomes, parts);
      if (!shown.has(excluded)) shown.set(excluded, { excluded, value, assumed: false });
    }
    // With another value for a variable the test may come out the other way.
    const open = outcomes.map((outcome, index) => {
      const test = tests[index];
      return test !== undefined && hasVariable(test) ? undefined : outcome;
    });
    if (open.includes(undefined) && !assume(value, open)) return undefined;
  }
  if (
    !complete &&
    !assume(
      undefined,
      tests.map(() => undefined),
    )
  )
    return undefined;
  return [
    ...shown.values(),
    ...[...assumed.values()].filter(({ excluded }) => !shown.has(excluded)),
  ];
}

function exclusions(
  outcomes: readonly (boolean | undefined)[],
  parts: readonly TestedRules[],
): RuleSet {
  return parts.reduce((set, { rules }, index) => (outcomes[index] ? set : set | rules), 0n);
}

/** Every way in which the open outcomes may come out. */
function variantsOf(
  outcomes: readonly (boolean | undefined)[],
  parts: readonly TestedRules[],
): readonly RuleSet[] | undefined {
  const open = outcomes.filter((outcome) => outcome === undefined).length;
  if (open > MAX_OPEN) return undefined;
  let sets = new Set<RuleSet>([0n]);
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome === true) continue;
    const excluding = [...sets].map((set) => set | (parts[index]?.rules ?? 0n));
    sets = new Set(outcome === false ? excluding : [...sets, ...excluding]);
  }
  return [...sets];
}
