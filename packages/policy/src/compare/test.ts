/** The single tests that statements put a request to: one per Resource element and condition clause. */
import type { ConditionBlock, ConditionValue, OneOrMany, PolicyStatement } from "../document.ts";
import { PolicyError } from "../errors.ts";
import type { ContextValue } from "../evaluate/context.ts";
import { compilePolicies } from "../evaluate/evaluate.ts";
import { foldCase } from "../fold.ts";
import { many } from "../many.ts";
import { hasVariable } from "./variables.ts";

/** The part of a request that is tested: its resource, or a condition key in lower case. */
export type Dimension = "resource" | "principal" | `key ${string}`;

/** Undefined: the request lacks the key. */
export type Value = ContextValue | undefined;

export interface Test {
  /** Equal for tests that are written alike; the same test in two statements is one. */
  readonly id: string;
  readonly dimension: Dimension;
  /** The condition key as it is written; undefined for a Resource element. */
  readonly key?: string;
  /** `StringLike` of `ForAnyValue:StringLikeIfExists`; undefined for a Resource element. */
  readonly operator?: string;
  /** ForAllValues or ForAnyValue. */
  readonly quantified: boolean;
  /** Values or patterns as they are written. */
  readonly expected: readonly string[];
  /** Version of the document: decides whether `${` begins a variable. */
  readonly version: string | undefined;
  /** Whether the test holds for a value, beside the keys in `others` (in lower case); undefined if it can't be told. */
  holds(value: Value, others?: Readonly<Record<string, ContextValue>>): boolean | undefined;
}

/** All tests of a statement; it is about a request if each of them holds, and the action is covered. */
export function testsOf(statement: PolicyStatement, version: string | undefined): Test[] {
  return [
    ...principalTests(statement),
    ...resourceTests(statement, version),
    ...conditionTests(statement.Condition, version),
  ];
}

/** Control policies are about every principal; one that AWS would refuse might be about some. */
function principalTests({ Principal, NotPrincipal }: PolicyStatement): Test[] {
  if ((Principal === undefined || Principal === "*") && NotPrincipal === undefined) return [];
  return [
    {
      id: JSON.stringify([Principal, NotPrincipal]),
      dimension: "principal",
      operator: "Principal",
      quantified: false,
      expected: [],
      version: undefined,
      holds: () => undefined,
    },
  ];
}

function resourceTests(
  { Resource, NotResource }: PolicyStatement,
  version: string | undefined,
): Test[] {
  const patterns = Resource ?? NotResource;
  // `*` covers whatever there is: no test at all.
  if (patterns === undefined || (Resource !== undefined && many(patterns).includes("*"))) return [];
  const element = Resource === undefined ? { NotResource: patterns } : { Resource };
  const expected = many(patterns);
  const ask = probe(element, version);
  return [
    {
      id: idOf(Resource === undefined ? "NotResource" : "Resource", "", expected, version),
      dimension: "resource",
      quantified: false,
      expected,
      version,
      holds: (value, others = {}) => (typeof value === "string" ? ask(value, others) : undefined),
    },
  ];
}

function conditionTests(block: ConditionBlock = {}, version: string | undefined): Test[] {
  return Object.entries(block).flatMap(([name, keys]) =>
    Object.entries(keys).map(([key, values]) => conditionTest(name, key, values, version)),
  );
}

function conditionTest(
  name: string,
  key: string,
  values: OneOrMany<ConditionValue>,
  version: string | undefined,
): Test {
  const expected = many(values).map(String);
  const [, quantifier, operator = name] =
    /^(?:(ForAllValues|ForAnyValue):)?(.+?)(?:IfExists)?$/s.exec(name) ?? [];
  const folded = foldCase(key);
  const ask = probe({ Resource: "*", Condition: { [name]: { [key]: values } } }, version);
  return {
    id: idOf(name, folded, expected, version),
    dimension: `key ${folded}`,
    key,
    operator,
    quantified: quantifier !== undefined,
    expected,
    version,
    holds(value, others = {}) {
      const { [folded]: _, ...context } = others;
      return ask("*", value === undefined ? context : { ...context, [folded]: value });
    },
  };
}

function idOf(
  name: string,
  key: string,
  expected: readonly string[],
  version: string | undefined,
): string {
  const values = [...new Set(expected)].sort();
  const variables = hasVariable({ expected, version });
  return JSON.stringify([name, key, values, variables ? version : ""]);
}

const EVERYTHING: PolicyStatement = { Effect: "Allow", Action: "*", Resource: "*" };

/** Asks the evaluator itself, with a policy of this one test, so that both can't disagree. */
function probe(
  element: Pick<PolicyStatement, "Resource" | "NotResource" | "Condition">,
  version: string | undefined,
): (resource: string, context: Readonly<Record<string, ContextValue>>) => boolean | undefined {
  const Statement = { Effect: "Allow", Action: "*", ...element } as const;
  const document = { ...(version !== undefined && { Version: version }), Statement };
  const policies = compilePolicies({
    serviceControl: [{ name: "test", policies: [{ name: "test", document }] }],
    identity: [{ name: "all", document: { Statement: EVERYTHING } }],
  });
  return (resource, context) => {
    try {
      const request = { action: "a:a", resource, principal: { arn: "", account: "" }, context };
      return policies.decide(request).allowed;
    } catch (error) {
      if (error instanceof PolicyError) return undefined;
      throw error;
    }
  };
}
