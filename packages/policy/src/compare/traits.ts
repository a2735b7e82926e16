/** Which accounts a set of policies can tell apart: all others share one comparison. */
import type { Level } from "../evaluate/policy-set.ts";
import { many } from "../many.ts";

/** Digits, and wildcards beside them, that could stand for a part of an account's id. */
const DIGITS = /[\d*?]*\d[\d*?]*/g;

/** Operators that read an account's id as text; any other might order or mask it. */
const TEXTUAL = /(string|arn|bool|null)/i;

/**
 * Account id -> what these policies may make of it. Two accounts of one trait are alike: putting one
 * id for the other in a request changes no decision, as no pattern holds either of them.
 */
export function traitsOf(levels: readonly Level[]): (id: string) => string {
  const named = new Set<string>();
  let partial = false;
  for (const { policies } of levels) {
    for (const statement of policies.flatMap(({ document }) => many(document.Statement))) {
      for (const digits of textsIn(statement).flatMap(digitsIn)) {
        if (/^\d{12}$/.test(digits)) named.add(digits);
        if (/[*?]/.test(digits)) partial = true;
      }
      partial ||= Object.entries(statement.Condition ?? {}).some(
        ([operator, keys]) =>
          !TEXTUAL.test(operator) && Object.keys(keys).some((key) => /account$/i.test(key)),
      );
    }
  }
  return (id) => (partial || named.has(id) ? id : "");
}

function digitsIn(text: string): readonly string[] {
  // A policy variable may turn into digits as well.
  return text.replace(/\$\{[^}]*\}/g, "*").match(DIGITS) ?? [];
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [String(value)];
  return Object.values(value).flatMap(textsIn);
}
