/** Differences about policy variables. */
import type { Case } from "../question.ts";
import {
  type Clause,
  NOTHING,
  rewriteClauses,
  rewriteResources,
  type Scope,
  supportsVariables,
} from "../rewrite.ts";

const VARIABLE = /\$\{([^*?$},]+)(?:, '([^']*)')?\}/g;

/** Inverted operators hold where a variable has no value, as that equals nothing. */
export function valueless(clause: Clause, scope: Scope): Clause {
  const values = clause.values.map((one) =>
    resolve(String(one), scope) === undefined ? NOTHING : one,
  );
  return { ...clause, values };
}

/** ARNs with the values in the place of their variables; without a value they match nothing. */
export function filledIn(one: Case): Case {
  const fill = (text: string, scope: Scope) => resolve(text, scope) ?? NOTHING;
  return rewriteClauses(rewriteResources(one, fill), (clause, scope) =>
    clause.operator.includes("Arn")
      ? { ...clause, values: clause.values.map((value) => fill(String(value), scope)) }
      : clause,
  );
}

/** Before 2012-10-17 a `${` is text, which no request here has in it. */
export function withoutOldVariables(one: Case): Case {
  const isOld = (text: string, scope: Scope) => !supportsVariables(scope) && text.includes("${");
  const resources = rewriteResources(one, (text, scope) => (isOld(text, scope) ? NOTHING : text));
  return rewriteClauses(resources, (clause, scope) => ({
    ...clause,
    values: clause.values.map((value) => (isOld(String(value), scope) ? NOTHING : value)),
  }));
}

/** The text with its variables filled in; undefined if one has neither value nor default. */
function resolve(text: string, scope: Scope): string | undefined {
  if (!supportsVariables(scope)) return text;
  let isWhole = true;
  const filled = text.replace(VARIABLE, (_, key: string, fallback?: string) => {
    const value = scope.valueAt(key) ?? fallback;
    if (typeof value !== "string") isWhole = false;
    return String(value).replace(/[*?]/g, (wildcard) => `\${${wildcard}}`);
  });
  return isWhole ? filled : undefined;
}
