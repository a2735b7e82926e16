/** Lists of values for tests with ForAllValues and ForAnyValue. */
import { PROBE } from "./budget.ts";
import type { Scope } from "./scope.ts";
import type { Test, Value } from "./test.ts";

export interface Lists {
  readonly values: readonly Value[];
  readonly complete: boolean;
}

/**
 * What a set operator says of a list follows from what it says of two shorter ones that make it up:
 * both must hold (ForAllValues), or one (ForAnyValue). So lists that all tests judge alike are
 * interchangeable, also as parts of longer ones, and one of each is enough.
 * @param texts values that tell apart whatever the tests can tell apart in single values; the empty
 *   text, if it is one of them, first
 */
export function withLists(
  texts: readonly string[],
  tests: readonly Test[],
  { samples, budget }: Scope,
): Lists {
  // An operator without quantifier reads a lone value; a list it can't judge.
  const lone = tests.every(({ quantified }) => quantified) ? [] : texts;
  const known = new Map<string, readonly string[]>();
  const pending: (readonly string[])[] = [];
  const add = (list: readonly string[]) => {
    const judged = tests.map((test) => String(test.holds(list, samples))).join();
    if (known.has(judged)) return;
    known.set(judged, list);
    pending.push(list);
  };
  // An empty text, which is the first: alone it is taken for an empty list, beside others it counts.
  for (const text of texts) add([text]);
  for (let list = pending.shift(); list !== undefined; list = pending.shift()) {
    for (const text of texts) {
      if (!budget.spend(PROBE * tests.length)) return { values: [], complete: false };
      if (!list.includes(text)) add([...list, text]);
    }
  }
  return { values: [...lone, ...known.values()], complete: true };
}
