/** String operators. Only the Like pair has wildcards; all but the IgnoreCase pair mind the case. */
import { matcherOf } from "../glob.ts";
import { expandGlob, expandText } from "../variables.ts";
import type { Operator, Operators } from "./operator.ts";

export const STRING_OPERATORS: Operators = {
  StringEquals: equals(false, same),
  StringNotEquals: equals(true, same),
  StringEqualsIgnoreCase: equals(false, lower),
  StringNotEqualsIgnoreCase: equals(true, lower),
  StringLike: like(false),
  StringNotLike: like(true),
};

function equals(negated: boolean, fold: (text: string) => string): Operator {
  return {
    negated,
    prepare(expected, scope) {
      const text = expandText(expected, scope);
      return text === undefined ? never : (actual) => fold(actual) === fold(text);
    },
  };
}

function like(negated: boolean): Operator {
  return {
    negated,
    prepare(expected, scope) {
      const glob = expandGlob(expected, scope);
      return glob === undefined ? never : matcherOf(glob);
    },
  };
}

function same(text: string): string {
  return text;
}

function lower(text: string): string {
  return text.toLowerCase();
}

// A value with an unresolved variable fits nothing; so a negated operator holds.
function never(): boolean {
  return false;
}
