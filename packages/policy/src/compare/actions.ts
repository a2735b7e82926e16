/** Classes of actions that all statements treat alike; each with an example. */
import { compileGlob, matchesGlob } from "../evaluate/glob.ts";
import { examples } from "./automaton.ts";
import { ANY_ACTION, textPattern } from "./pattern.ts";
import type { Rule, RuleSet } from "./rules.ts";

export interface ActionClass {
  /** The rules that are about these actions. */
  readonly rules: RuleSet;
  /** One of them, in lower case; it may be one that no service has. */
  readonly example: string;
}

/** States of the walk over all action patterns. */
const LIMIT = 200_000;

/**
 * Every class of actions that at least one of the `differing` rules is about, those first that the
 * rules name first. Undefined if there are too many patterns to tell.
 * @param only patterns of actions, in lower case; all other actions are left out
 */
export function actionClasses(
  rules: readonly Rule[],
  differing: RuleSet,
  only: readonly string[],
): readonly ActionClass[] | undefined {
  const patterns = [...new Set([...rules.flatMap(({ actions }) => actions), ...only])];
  const interesting = rules.filter(({ bit }) => (bit & differing) !== 0n);
  const named = new Set(interesting.flatMap(({ actions }) => actions));
  const found = examples(
    patterns.map((pattern) => textPattern(compileGlob(pattern), true)),
    {
      within: [ANY_ACTION],
      // What a negated rule is about is just what its patterns leave out: nothing can be skipped.
      ...(interesting.some(({ negated }) => negated)
        ? {}
        : { wanted: (index) => named.has(patterns[index] ?? "") }),
      limit: LIMIT,
    },
  );
  if (found === undefined) return undefined;
  const classes = new Map<RuleSet, string>();
  for (const action of inOrderOf([...named], found)) {
    if (only.length > 0 && !only.some((pattern) => matchesGlob(pattern, action))) continue;
    const about = rulesAbout(action, rules);
    if ((about & differing) !== 0n && !classes.has(about)) classes.set(about, action);
  }
  return [...classes].map(([about, example]) => ({ rules: about, example }));
}

/** The rules that are about an action, written in lower case. */
export function rulesAbout(action: string, rules: readonly Rule[]): RuleSet {
  return rules.reduce((set, { bit, actions, negated }) => {
    const listed = actions.some((pattern) => matchesGlob(pattern, action));
    return listed === negated ? set : set | bit;
  }, 0n);
}

/** Actions as the patterns name them; the rest behind. */
function inOrderOf(patterns: readonly string[], actions: readonly string[]): readonly string[] {
  const rank = (action: string) => {
    const index = patterns.findIndex((pattern) => matchesGlob(pattern, action));
    return index < 0 ? patterns.length : index;
  };
  return actions
    .map((action) => ({ action, at: rank(action) }))
    .sort((a, b) => a.at - b.at)
    .map(({ action }) => action);
}
