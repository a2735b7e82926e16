/** Classes of actions that all statements treat alike; each with an example. */
import { compileGlob } from "../evaluate/glob.ts";
import { foldCase } from "../fold.ts";
import { type Example, examples } from "./automaton.ts";
import type { Budget } from "./budget.ts";
import { ANY_ACTION, textPattern } from "./pattern.ts";
import type { Rule, RuleSet } from "./rules.ts";

export interface ActionClass {
  /** The rules that are about these actions. */
  readonly rules: RuleSet;
  /** One of them, in lower case; it may be one that no service has. */
  readonly example: string;
}

/**
 * Every class of actions that at least one of the `differing` rules is about, those first that these
 * rules name first. Undefined if the patterns are too many for the budget.
 * @param only patterns of actions, in lower case: all other actions are left out. Empty: none is
 */
export function actionClasses(
  rules: readonly Rule[],
  differing: RuleSet,
  only: readonly string[],
  budget: Budget,
): readonly ActionClass[] | undefined {
  const interesting = rules.filter(({ bit }) => (bit & differing) !== 0n);
  // What the differing rules name stands first, so that the examples can be put in this order.
  const named = new Set(interesting.flatMap(({ actions }) => actions));
  const patterns = [...new Set([...named, ...rules.flatMap(({ actions }) => actions), ...only])];
  // What a negated rule is about is just what its patterns leave out: nothing can be skipped.
  const anything = interesting.some(({ negated }) => negated);
  const found = examples(
    patterns.map((pattern) => textPattern(compileGlob(pattern), foldCase)),
    {
      within: [ANY_ACTION],
      ...(anything ? {} : { wanted: (index) => index < named.size }),
      budget,
    },
  );
  const limits = new Set(only.map((pattern) => patterns.indexOf(pattern)));
  return found && classesOf(found, rulesAbout(rules, patterns), differing, limits);
}

function classesOf(
  found: readonly Example[],
  about: (matches: readonly number[]) => RuleSet,
  differing: RuleSet,
  limits: ReadonlySet<number>,
): readonly ActionClass[] {
  const classes = new Map<RuleSet, string>();
  for (const { text, matches } of found.toSorted((a, b) => firstOf(a) - firstOf(b))) {
    if (limits.size > 0 && !matches.some((index) => limits.has(index))) continue;
    const set = about(matches);
    if ((set & differing) !== 0n && !classes.has(set)) classes.set(set, text);
  }
  return [...classes].map(([set, example]) => ({ rules: set, example }));
}

/** The rules that are about an action that matches exactly these patterns. */
function rulesAbout(rules: readonly Rule[], patterns: readonly string[]) {
  const negated = rules.reduce((set, rule) => (rule.negated ? set | rule.bit : set), 0n);
  const naming = patterns.map((pattern) =>
    rules.reduce((set, { actions, bit }) => (actions.includes(pattern) ? set | bit : set), 0n),
  );
  // Named by one of its patterns, a rule is about the action; a negated one is about it if not.
  return (matches: readonly number[]): RuleSet =>
    matches.reduce((set, index) => set | (naming[index] ?? 0n), 0n) ^ negated;
}

function firstOf({ matches }: Example): number {
  return matches[0] ?? Number.POSITIVE_INFINITY;
}
