/** Condition: operators that AWS has, keys of a service, values that their operator can read. */
import { foldCase } from "../fold.ts";
import { quote, show } from "../quote.ts";
import type { JsonMember, JsonNode } from "../read/json.ts";
import type { Finding } from "../read/source.ts";
import { elements, entriesOf, type Rule, type StatementNode } from "./nodes.ts";
import { type OperatorName, readOperator } from "./operator.ts";
import { checkVariables, dependsOnRequest } from "./variables.ts";

export const checkConditions: Rule = (statement) =>
  elements(statement, "Condition").flatMap(({ node }) =>
    entriesOf(node).flatMap((operator) => checkOperator(operator, statement)),
  );

function checkOperator(
  [name, { at, value }]: readonly [string, JsonMember],
  { version }: StatementNode,
): Finding[] {
  const operator = readOperator(name);
  const keys = entriesOf(value);
  const findings = [...malformedKeys(keys), ...repeatedKeys(keys)];
  if ("problem" in operator) {
    return [{ code: "UNKNOWN_OPERATOR", problem: operator.problem, at }, ...findings];
  }
  const values = keys.flatMap(([key, member]) =>
    valuesOf(member.value).flatMap((one) =>
      checkValue(one, `${name} ${show(key)}`, operator, version),
    ),
  );
  return [...findings, ...values];
}

// A key starts with a service or an identity provider, and tag keys may hold colons of their own.
function malformedKeys(keys: readonly (readonly [string, JsonMember])[]): Finding[] {
  return keys
    .filter(([key]) => !/^[^:\s]+:./s.test(key))
    .map(([key, { at }]) => ({
      code: "INVALID_VALUE",
      problem: `the condition key ${quote(key)} must be "service:name"`,
      at,
    }));
}

// Names of keys are the same in any case, so AWS refuses a second one that differs in nothing else.
function repeatedKeys(keys: readonly (readonly [string, JsonMember])[]): Finding[] {
  const seen = new Set<string>();
  return keys.flatMap(([key, { at }]) => {
    const folded = foldCase(key);
    if (!seen.has(folded)) {
      seen.add(folded);
      return [];
    }
    const problem = `the condition key ${quote(key)} is repeated in another case`;
    return [{ code: "DUPLICATE_KEY", problem, at }];
  });
}

interface ValueNode {
  readonly value: string;
  readonly at: number;
}

/** Values as text, as AWS compares them: the quotes around a number or a boolean are optional. */
function valuesOf(node: JsonNode): readonly ValueNode[] {
  if (node.kind === "array") return node.items.flatMap(valuesOf);
  if (node.kind === "object" || node.kind === "null") return [];
  return [{ value: String(node.value), at: node.at }];
}

function checkValue(
  node: ValueNode,
  what: string,
  operator: OperatorName,
  version: string | undefined,
): Finding[] {
  const malformed = operator.variables ? checkVariables(node, what, version) : [];
  if (malformed.length > 0) return malformed;
  if (operator.variables && version === "2012-10-17" && dependsOnRequest(node.value)) return [];
  if (operator.reads(node.value)) return [];
  const problem = `${what}: ${quote(node.value)} is not ${operator.what}`;
  return [{ code: "UNREADABLE_VALUE", problem, at: node.at }];
}
