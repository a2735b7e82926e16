/** The Condition element: which operators there are, and how absent keys and lists are treated. */

import type { ConditionBlock, ConditionValue, OneOrMany } from "../document.ts";
import { PolicyError } from "../errors.ts";
import { many } from "../many.ts";
import type { ContextValue } from "./context.ts";
import { ARN_OPERATORS } from "./operators/arn.ts";
import { IP_OPERATORS } from "./operators/ip.ts";
import { LITERAL_OPERATORS, readBoolean } from "./operators/literal.ts";
import { type Operator, type Test, unreadableValue } from "./operators/operator.ts";
import { DATE_OPERATORS, NUMERIC_OPERATORS } from "./operators/order.ts";
import { STRING_OPERATORS } from "./operators/string.ts";
import type { Scope } from "./variables.ts";

const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    ...STRING_OPERATORS,
    ...NUMERIC_OPERATORS,
    ...DATE_OPERATORS,
    ...LITERAL_OPERATORS,
    ...IP_OPERATORS,
    ...ARN_OPERATORS,
  }),
);

/**
 * Whether every operator and key of the block holds.
 * All of it is read even after one part fails to hold, so that an operator or a value that can't be
 * evaluated throws a `PolicyError` for every request and not just for unlucky ones.
 */
export function conditionHolds(block: ConditionBlock, scope: Scope): boolean {
  const results = Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => clauseHolds(operator, key, values, scope)),
  );
  return results.every(Boolean);
}

/** One operator over one key. */
function clauseHolds(
  name: string,
  key: string,
  values: OneOrMany<ConditionValue>,
  scope: Scope,
): boolean {
  const expected = many(values).map(String);
  const place = { ...scope, where: `${scope.where}: ${name} ${key}` };
  const actual = scope.context.get(key);
  if (name === "Null") return nullHolds(expected, actual, place.where);

  const { quantifier, operator, ifExists } = readName(name, place.where);
  const tests = expected.map((value) => operator.prepare(value, place));
  if (ifExists && isAbsent(actual)) return true;
  const holds = (value: string) => someFits(tests, value) !== operator.negated;
  if (quantifier === "ForAllValues") return valuesOf(actual).every(holds);
  if (quantifier === "ForAnyValue") return valuesOf(actual).some(holds);
  if (typeof actual === "string") return holds(actual);
  if (isAbsent(actual)) return operator.negated;
  const problem = "the request has a list of values; use ForAllValues: or ForAnyValue:";
  throw new PolicyError("UNREADABLE_CONTEXT", problem, place);
}

interface OperatorName {
  readonly quantifier: string | undefined;
  readonly operator: Operator;
  readonly ifExists: boolean;
}

// Spelled exactly: AWS doesn't document operator names as case-insensitive.
function readName(name: string, where: string): OperatorName {
  const [, quantifier, base = "", suffix] =
    /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(name) ?? [];
  const operator = OPERATORS.get(base);
  if (operator !== undefined) return { quantifier, operator, ifExists: suffix !== undefined };
  const problem = `there is no condition operator ${JSON.stringify(name)}`;
  throw new PolicyError("UNKNOWN_OPERATOR", problem, { where });
}

/** Null is about the key itself: "true" holds if the request lacks it, "false" if it has it. */
function nullHolds(
  expected: readonly string[],
  actual: ContextValue | undefined,
  where: string,
): boolean {
  const wanted = expected.map((value) => {
    const absent = readBoolean(value);
    if (absent === undefined) throw unreadableValue(value, "true or false", where);
    return absent;
  });
  return wanted.includes(isAbsent(actual));
}

function someFits(tests: readonly Test[], value: string): boolean {
  // Every test runs, for the same reason as in `conditionHolds`.
  return tests.map((test) => test(value)).includes(true);
}

function isAbsent(actual: ContextValue | undefined): boolean {
  return actual === undefined || (typeof actual !== "string" && actual.length === 0);
}

/** The values for a set operator; AWS takes a key with nothing but empty text for an empty set. */
function valuesOf(actual: ContextValue | undefined): readonly string[] {
  const values = actual === undefined ? [] : many(actual);
  return values.every((value) => value === "") ? [] : values;
}
