/** Differences about condition operators. */
import type { ConditionValue } from "@holdfast/policy";
import type { Case } from "../question.ts";
import { type Clause, NOTHING, rewriteClauses, type Scope } from "../rewrite.ts";

/** Every point in time as ISO 8601. */
export function inSeconds(one: Case): Case {
  const written = (text: string) =>
    /^\d{5,}$/.test(text) ? new Date(Number(text) * 1000).toISOString() : text;
  const { request, policies } = rewriteClauses(one, (clause) =>
    clause.operator.includes("Date")
      ? { ...clause, values: clause.values.map((value) => written(String(value))) }
      : clause,
  );
  const { "aws:EpochTime": epoch, ...context } = request.context;
  if (typeof epoch !== "string") return { request, policies };
  return {
    request: { ...request, context: { ...context, "aws:EpochTime": written(epoch) } },
    policies,
  };
}

/** IfExists as documented: true without the key, as if it weren't there with it. */
export function setIfExists(clause: Clause, { valueAt }: Scope): Clause | undefined {
  const operator = /^(ForAnyValue:.*)IfExists$/.exec(clause.operator)?.[1];
  if (operator === undefined) return clause;
  return valueAt(clause.key) === undefined ? undefined : { ...clause, operator };
}

/** A key without a value as one that is absent, and a lone empty text as the empty set that it is. */
export function withoutEmptySets(one: Case): Case {
  const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;
  const context = Object.fromEntries(
    Object.entries(one.request.context).filter(([, value]) => !isEmptyList(value)),
  );
  const whole = { request: { ...one.request, context }, policies: one.policies };
  return rewriteClauses(whole, (clause, { valueAt }) => {
    if (!clause.operator.startsWith("For") || valueAt(clause.key) !== "") return clause;
    if (clause.operator.startsWith("ForAllValues")) return undefined;
    return { operator: "StringEquals", key: clause.key, values: [NOTHING] };
  });
}

/** All addresses as two halves. */
export function wholeSpace(clause: Clause): Clause {
  const halves: Readonly<Record<string, readonly string[]>> = {
    "0.0.0.0/0": ["0.0.0.0/1", "128.0.0.0/1"],
  };
  return {
    ...clause,
    values: clause.values.flatMap((one): readonly ConditionValue[] => halves[String(one)] ?? [one]),
  };
}

/** An address as the block that it is. */
export function loneAddress(clause: Clause): Clause {
  if (!clause.operator.includes("IpAddress")) return clause;
  const block = (text: string) =>
    text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`;
  return { ...clause, values: clause.values.map((value) => block(String(value))) };
}
