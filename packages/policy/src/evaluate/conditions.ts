/** The Condition element: which operators there are, and how absent keys and lists are treated. */
import type { ConditionBlock, ConditionValue, OneOrMany } from "../document.ts";
import { PolicyError } from "../errors.ts";
import { foldCase } from "../fold.ts";
import { many } from "../many.ts";
import { Context, type ContextValue } from "./context.ts";
import { ARN_OPERATORS } from "./operators/arn.ts";
import { IP_OPERATORS } from "./operators/ip.ts";
import { LITERAL_OPERATORS, readBoolean } from "./operators/literal.ts";
import { type Operator, type Test, unreadableValue } from "./operators/operator.ts";
import { DATE_OPERATORS, NUMERIC_OPERATORS } from "./operators/order.ts";
import { STRING_OPERATORS } from "./operators/string.ts";
import { isVariable, type Place } from "./variables.ts";

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

/** Whether a condition holds for a request. Throws a `PolicyError` if it can't be evaluated. */
export type Condition = (context: Context) => boolean;

const NOTHING = new Context({});

/**
 * Reads a block once for all requests.
 * All of it is evaluated even after one part fails to hold, so that an operator or a value that can't
 * be evaluated throws for every request and not just for unlucky ones.
 */
export function compileConditions(block: ConditionBlock, place: Place): Condition {
  const clauses = Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => compileClause(operator, key, values, place)),
  );
  const [only] = clauses;
  if (only !== undefined && clauses.length === 1) return only;
  return (context) => {
    let all = true;
    for (const clause of clauses) if (!clause(context)) all = false;
    return all;
  };
}

/** One operator over one key. What is wrong with it is thrown by each use of it. */
function compileClause(
  name: string,
  writtenKey: string,
  values: OneOrMany<ConditionValue>,
  { version, where }: Place,
): Condition {
  const expected = many(values).map(String);
  const place = { version, where: `${where}: ${name} ${writtenKey}` };
  const key = foldCase(writtenKey);
  try {
    if (name === "Null") return compileNull(key, expected, place);
    const operator = readName(name, place);
    const prepare = (context: Context) =>
      expected.map((value) => operator.operator.prepare(value, { ...place, context }));
    if (expected.some((value) => isVariable(value, place))) {
      return (context) => holds(context.getFolded(key), prepare(context), operator, place);
    }
    const tests = prepare(NOTHING);
    return (context) => holds(context.getFolded(key), tests, operator, place);
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function holds(
  actual: ContextValue | undefined,
  tests: readonly Test[],
  { quantifier, operator, ifExists }: OperatorName,
  place: Place,
): boolean {
  const { negated } = operator;
  if (!isPresent(actual)) {
    return ifExists || quantifier === "ForAllValues" || (quantifier === undefined && negated);
  }
  if (quantifier === undefined) {
    if (typeof actual === "string") return someFits(tests, actual) !== negated;
    const problem = "the request has a list of values; use ForAllValues: or ForAnyValue:";
    throw new PolicyError("UNREADABLE_CONTEXT", problem, place);
  }
  // Every value is looked at, also after one has settled it: see `compileConditions`.
  const results = valuesOf(actual).map((value) => someFits(tests, value) !== negated);
  return quantifier === "ForAllValues" ? results.every(Boolean) : results.some(Boolean);
}

interface OperatorName {
  readonly quantifier: string | undefined;
  readonly operator: Operator;
  readonly ifExists: boolean;
}

// Spelled exactly: AWS doesn't document operator names as case-insensitive.
function readName(name: string, { where }: Place): OperatorName {
  const [, quantifier, base = "", suffix] =
    /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(name) ?? [];
  const operator = OPERATORS.get(base);
  if (operator !== undefined) return { quantifier, operator, ifExists: suffix !== undefined };
  const problem = `there is no condition operator ${JSON.stringify(name)}`;
  throw new PolicyError("UNKNOWN_OPERATOR", problem, { where });
}

/** Null is about the key itself: "true" holds if the request lacks it, "false" if it has it. */
function compileNull(key: string, expected: readonly string[], { where }: Place): Condition {
  const wanted = expected.map((value) => {
    const absent = readBoolean(value);
    if (absent === undefined) throw unreadableValue(value, "true or false", where);
    return absent;
  });
  return (context) => wanted.includes(!isPresent(context.getFolded(key)));
}

// A value of the request that one test can't read no other can: stopping early hides nothing.
function someFits(tests: readonly Test[], value: string): boolean {
  for (const test of tests) if (test(value)) return true;
  return false;
}

/** A key with an empty list of values counts as one that the request lacks. */
function isPresent(actual: ContextValue | undefined): actual is ContextValue {
  return actual !== undefined && (typeof actual === "string" || actual.length > 0);
}

/** The values for a set operator; AWS takes a key with nothing but empty text for an empty set. */
function valuesOf(actual: ContextValue): readonly string[] {
  const values = many(actual);
  return values.every((value) => value === "") ? [] : values;
}
