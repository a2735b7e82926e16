/** Cases made as small as they can be while something stays true of them. */
import type { Case } from "./question.ts";

/** Parts without which a case is none, or another one. */
const KEPT = new Set([
  ...["key", "identity", "name", "policies", "document", "Version", "Statement", "Effect"],
  ...["Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal"],
]);

/** As long as dropping one more part leaves `holds` true. */
export async function shrink(
  whole: Case,
  holds: (smaller: Case) => Promise<boolean>,
): Promise<Case> {
  for (const smaller of smallerCases(whole)) {
    if (await holds(smaller)) return shrink(smaller, holds);
  }
  return whole;
}

/** Every case with one part less: a key of the context, a layer, a statement, a value. */
export function* smallerCases({ request, policies }: Case): Generator<Case> {
  for (const fewer of smaller(policies)) yield { request, policies: fewer };
  for (const context of smaller(request.context)) {
    yield { request: { ...request, context }, policies };
  }
}

/** What is left has the type of the whole, as only optional members and items are dropped. */
function* smaller<T>(value: T): Generator<T> {
  if (Array.isArray(value)) {
    for (const index of value.keys()) {
      if (value.length > 1) yield value.toSpliced(index, 1) as T;
    }
    for (const [index, item] of value.entries()) {
      for (const less of smaller(item)) yield value.with(index, less) as T;
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      if (!KEPT.has(key)) {
        const { [key]: _, ...rest } = value as Record<string, unknown>;
        yield rest as T;
      }
      if ((key === "Action" || key === "Resource") && member !== "*") {
        yield { ...value, [key]: "*" };
      }
      for (const less of smaller(member)) yield { ...value, [key]: less };
    }
  }
}
