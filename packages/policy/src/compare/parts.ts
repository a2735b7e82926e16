/** A class of actions, taken apart into what its requests are tested on. */
import type { ActionClass } from "./actions.ts";
import { type Option, optionsFor } from "./options.ts";
import type { Rule, RuleSet } from "./rules.ts";
import type { Scope } from "./scope.ts";
import type { Part } from "./search.ts";
import type { Dimension, Test } from "./test.ts";

/** Works the parts out; what one class has in common with another is worked out once. */
export class Parts {
  readonly #rules: readonly Rule[];
  readonly #scope: Scope;
  readonly #options = new Map<string, readonly Option[] | undefined>();

  constructor(rules: readonly Rule[], scope: Scope) {
    this.#rules = rules;
    this.#scope = scope;
  }

  /** Each test once that some rule of the class puts a request to. */
  testsOf({ rules }: ActionClass): readonly Test[] {
    const tests = this.#rules
      .filter(({ bit }) => (bit & rules) !== 0n)
      .flatMap((rule) => rule.tests.map((test) => [test.id, test] as const));
    return [...new Map(tests).values()];
  }

  /** The parts in the order of the search, those with few options first; undefined if too many. */
  of(actions: ActionClass): readonly Part[] | undefined {
    const byDimension = Map.groupBy(this.testsOf(actions), ({ dimension }) => dimension);
    const parts: Part[] = [];
    for (const [dimension, tests] of byDimension) {
      const tested = tests.map((test) => ({ test, rules: this.#rulesWith(test) }));
      const options = this.#optionsFor(dimension, tested);
      if (options === undefined) return undefined;
      const rules = tested.reduce((set, one) => set | one.rules, 0n);
      parts.push({ dimension, options, rules: rules & actions.rules });
    }
    return parts.toSorted((a, b) => a.options.length - b.options.length);
  }

  #rulesWith({ id }: Test): RuleSet {
    return this.#rules
      .filter(({ tests }) => tests.some((test) => test.id === id))
      .reduce((set, { bit }) => set | bit, 0n);
  }

  #optionsFor(
    dimension: Dimension,
    tested: readonly { readonly test: Test; readonly rules: RuleSet }[],
  ): readonly Option[] | undefined {
    const key = tested.map(({ test }) => test.id).join("\n");
    if (!this.#options.has(key)) {
      this.#options.set(key, optionsFor(dimension, tested, this.#scope));
    }
    return this.#options.get(key);
  }
}
