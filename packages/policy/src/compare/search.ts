/**
 * Searches for requests of one class of actions that one side allows and the other refuses.
 *
 * A request is put together part by part (resource, then each condition key). All that matters of the
 * parts chosen so far is which rules are still in the running, so choices that leave the same ones
 * are one state: the number of states stays small where the number of combinations explodes.
 */
import type { Budget } from "./budget.ts";
import type { Option } from "./options.ts";
import { allows, type RuleSet, type Side } from "./rules.ts";
import type { Dimension, Value } from "./test.ts";

export interface Part {
  readonly dimension: Dimension;
  readonly options: readonly Option[];
  /** Rules that are tested on this part. */
  readonly rules: RuleSet;
}

/** One choice for every part. */
export interface Found {
  readonly values: ReadonlyMap<Dimension, Value>;
  /** Some part of it is an assumption, not a value. */
  readonly assumed: boolean;
}

export interface Question {
  /** Rules that are about the actions. */
  readonly rules: RuleSet;
  readonly parts: readonly Part[];
  readonly allowing: Side;
  readonly refusing: Side;
  readonly budget: Budget;
}

/** Cost of one choice. */
const STEP = 20;

interface State {
  readonly rules: RuleSet;
  readonly before?: State;
  readonly option?: Option;
}

/**
 * Combinations that `allowing` allows and `refusing` refuses, one for each set of rules that remain:
 * complete, those without assumptions first. Undefined if the search went beyond its budget.
 */
export function differences(question: Question): readonly Found[] | undefined {
  const { rules, parts, budget } = question;
  let states = new Map<RuleSet, State>([[rules, { rules }]]);
  for (const [index, { options }] of parts.entries()) {
    const open = parts.slice(index + 1).reduce((set, part) => set | part.rules, 0n);
    const next = new Map<RuleSet, State>();
    for (const before of states.values()) {
      for (const option of options) {
        if (!budget.spend(STEP)) return undefined;
        const left = before.rules & ~option.excluded;
        const state = { rules: left, before, option };
        const known = next.get(left);
        if (known === undefined ? !isPromising(left, open, question) : !isBetter(state, known))
          continue;
        next.set(left, state);
      }
    }
    states = next;
  }
  return [...states.values()]
    .filter((state) => isDifference(state.rules, question))
    .map((state) => foundAt(state, parts))
    .sort((a, b) => Number(a.assumed) - Number(b.assumed));
}

function isDifference(rules: RuleSet, { allowing, refusing }: Question): boolean {
  return allows(allowing, rules) && !allows(refusing, rules);
}

/** Whether the choices to come may still lead to a difference. `open`: rules they can exclude. */
function isPromising(rules: RuleSet, open: RuleSet, { allowing, refusing }: Question): boolean {
  const settled = rules & ~open;
  if ((settled & allowing.denies) !== 0n) return false;
  if (allowing.allows.some((level) => (rules & level) === 0n)) return false;
  // It refuses by a deny of its own, or for want of an allow that is not certain by now.
  const denies = rules & refusing.denies & ~allowing.denies;
  return denies !== 0n || refusing.allows.some((level) => (settled & level) === 0n);
}

function isBetter(state: State, known: State): boolean {
  return isAssumed(known) && !isAssumed(state);
}

function isAssumed(state: State): boolean {
  return path(state).some(({ assumed }) => assumed);
}

function foundAt(state: State, parts: readonly Part[]): Found {
  const options = path(state);
  const values = parts.map(({ dimension }, index) => [dimension, options[index]?.value] as const);
  return { values: new Map(values), assumed: options.some(({ assumed }) => assumed) };
}

function path(end: State): readonly Option[] {
  const options: Option[] = [];
  for (let state: State | undefined = end; state?.option; state = state.before) {
    options.unshift(state.option);
  }
  return options;
}
