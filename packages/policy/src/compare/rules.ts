/** The statements of two sets of policies side by side; one that stands in both is one rule. */
import type { PolicyStatement } from "../document.ts";
import type { Level } from "../evaluate/policy-set.ts";
import { foldCase } from "../fold.ts";
import { many } from "../many.ts";
import { type Test, testsOf } from "./test.ts";

/** A set of rules, a bit for each. */
export type RuleSet = bigint;

export interface Rule {
  readonly bit: RuleSet;
  /** In lower case, as AWS compares them. */
  readonly actions: readonly string[];
  /** NotAction: about every action but these. */
  readonly negated: boolean;
  readonly tests: readonly Test[];
}

/** What one set of policies makes of the rules that apply to a request. */
export interface Side {
  /** One of these suffices to refuse. */
  readonly denies: RuleSet;
  /** Of each of these, one is needed; a level each. */
  readonly allows: readonly RuleSet[];
}

export interface Sides {
  readonly rules: readonly Rule[];
  readonly declared: Side;
  readonly live: Side;
  /** Rules in which the two sides differ; nothing else can tell them apart. */
  readonly differing: RuleSet;
}

/** Lays two sets of policies side by side. */
export function sidesOf(declared: readonly Level[], live: readonly Level[]): Sides {
  const rules = new Map<string, Rule>();
  const sides = [declared, live].map((levels) => readSide(levels, rules)) as [Side, Side];
  const differing = differenceOf(...sides);
  return { rules: [...rules.values()], declared: sides[0], live: sides[1], differing };
}

/** Whether a side allows a request that exactly these rules are about. */
export function allows({ denies, allows }: Side, applying: RuleSet): boolean {
  return (applying & denies) === 0n && allows.every((level) => (applying & level) !== 0n);
}

function readSide(levels: readonly Level[], rules: Map<string, Rule>): Side {
  let denies = 0n;
  const allows: RuleSet[] = [];
  for (const { policies } of levels) {
    let allowing = 0n;
    for (const { document } of policies) {
      for (const statement of many(document.Statement)) {
        const { bit } = ruleOf(statement, document.Version, rules);
        if (statement.Effect === "Deny") denies |= bit;
        else allowing |= bit;
      }
    }
    allows.push(allowing);
  }
  // Without any level nothing is allowed.
  return { denies, allows: levels.length === 0 ? [0n] : [...new Set(allows)] };
}

function ruleOf(
  statement: PolicyStatement,
  version: string | undefined,
  rules: Map<string, Rule>,
): Rule {
  const patterns = statement.Action ?? statement.NotAction ?? [];
  const actions = [...new Set(many(patterns).map((action) => foldCase(action)))];
  const negated = statement.Action === undefined;
  const tests = testsOf(statement, version);
  const ids = tests.map(({ id }) => id).sort();
  const key = JSON.stringify([statement.Effect, negated, actions.toSorted(), ids]);
  const rule = rules.get(key) ?? { bit: 1n << BigInt(rules.size), actions, negated, tests };
  rules.set(key, rule);
  return rule;
}

function differenceOf(one: Side, other: Side): RuleSet {
  let differing = one.denies ^ other.denies;
  for (const [mine, theirs] of [
    [one.allows, other.allows],
    [other.allows, one.allows],
  ] as const) {
    for (const level of mine) {
      // What the most similar level of the other side has too makes no difference.
      const differences = theirs.map((their) => their ^ level);
      differing |= differences.reduce((found, next) => (ones(next) < ones(found) ? next : found));
    }
  }
  return differing;
}

function ones(set: RuleSet): number {
  return set.toString(2).replaceAll("0", "").length;
}
