/** Values of one part of a request that tell apart whatever a set of tests on it can tell apart. */
import { examples } from "./automaton.ts";
import { type Kind, kindOf } from "./kinds.ts";
import { withLists } from "./lists.ts";
import { ANY_ARN, SOME_TEXT } from "./pattern.ts";
import { isAlwaysThere, onlyValues, type Scope, shapeOf } from "./scope.ts";
import type { Dimension, Test, Value } from "./test.ts";
import { patternsOf } from "./test-patterns.ts";
import { addressesAround, datesAround, numbersAround } from "./typed-values.ts";

export interface Values {
  readonly values: readonly Value[];
  /** False: there may be values that behave like none of these. */
  readonly complete: boolean;
}

/** @param tests all on `dimension` */
export function valuesFor(dimension: Dimension, tests: readonly Test[], scope: Scope): Values {
  const { values, complete } = presentValues(dimension, tests, scope);
  const absent = isAlwaysThere(dimension, scope) ? [] : [undefined];
  const lists = tests.some(({ quantified }) => quantified);
  const all = lists ? withLists(values, tests, scope) : { values, complete: true };
  return { values: [...all.values, ...absent], complete: complete && all.complete };
}

/** Lone values that a request may have. */
function presentValues(dimension: Dimension, tests: readonly Test[], scope: Scope): Texts {
  const only = onlyValues(dimension, scope);
  if (only !== undefined) return { values: only, complete: true };
  if (dimension === "resource") {
    const { values, complete } = textValues(dimension, tests, scope);
    return { values: ["*", ...values], complete }; // `*` is what actions without a resource have.
  }
  const kinds = new Set(tests.map(kindOf));
  kinds.delete("presence");
  const expected = tests.flatMap((test) => test.expected);
  // A key that Bool is asked about is true or false, whatever else is asked about it.
  if (kinds.has("boolean")) {
    return { values: ["true", "false"], complete: isOnly(kinds, "boolean", "text") };
  }
  const [kind = "text", ...others] = [...kinds];
  if (kind === "text" || kind === "arn") {
    const found = textValues(dimension, tests, scope);
    return { ...found, complete: found.complete && isOnly(kinds, "text", "arn") };
  }
  const complete = others.length === 0;
  if (kind === "number") return { values: numbersAround(expected), complete };
  if (kind === "date") return { values: datesAround(expected), complete };
  if (kind === "address") return { values: addressesAround(expected), complete };
  if (kind === "binary") return { values: [...expected, unlike(expected)], complete };
  return { values: [], complete: false };
}

interface Texts extends Values {
  readonly values: readonly string[];
}

function textValues(dimension: Dimension, tests: readonly Test[], scope: Scope): Texts {
  const patterns = tests.flatMap((test) => patternsOf(test, scope.samples));
  const arns = tests.some((test) => kindOf(test) === "arn");
  const shapes = [...shapeOf(dimension, scope), ...(arns ? [ANY_ARN] : [])];
  // A list of nothing but empty text counts as empty, so that text can't stand for any other.
  const lists = tests.some(({ quantified }) => quantified);
  const within = lists ? [...shapes, SOME_TEXT] : shapes;
  const found = examples(patterns, { within, budget: scope.budget });
  if (found === undefined) return { values: [], complete: false };
  const empty = lists && shapes.length === 0 ? [""] : [];
  return { values: [...empty, ...found.map(({ text }) => text)], complete: true };
}

function isOnly(kinds: ReadonlySet<string>, ...allowed: readonly Kind[]): boolean {
  return [...kinds].every((kind) => (allowed as readonly string[]).includes(kind));
}

function unlike(expected: readonly string[]): string {
  return ["AA==", "AQ=="].find((text) => !expected.includes(text)) ?? "Ag==";
}
