/** Random paths of policies from the root to an account, and pairs that differ a little or a lot. */
import fc from "fast-check";
import type { ConditionBlock, PolicyDocument, PolicyStatement } from "../document.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import type { Level, NamedPolicy } from "../evaluate/policy-set.ts";
import type { Request } from "../evaluate/request.ts";
import type { Verdict } from "../evaluate/verdict.ts";
import { many } from "../many.ts";
import { ACTION_PATTERNS, KEYS, type Key, RESOURCE_PATTERNS } from "./vocabulary.fixture.ts";

export const FULL_ACCESS: NamedPolicy = {
  name: "FullAWSAccess",
  document: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  },
};

/** What the levels decide for a principal whose own policies allow everything. */
export function decide(levels: readonly Level[], request: Request): Verdict {
  return evaluate(request, { serviceControl: levels, identity: [FULL_ACCESS] });
}

/** Two paths that test the same few keys. */
export interface Pair {
  /** Their names. */
  readonly keys: readonly string[];
  readonly declared: readonly Level[];
  readonly live: readonly Level[];
}

const keysOfACase: fc.Arbitrary<readonly Key[]> = fc.subarray([...KEYS], {
  minLength: 1,
  maxLength: 2,
});

export const path: fc.Arbitrary<readonly Level[]> = keysOfACase.chain(pathOver);

export const statement: fc.Arbitrary<PolicyStatement> = keysOfACase.chain(statementOver);

/** Most are an edit apart, as unrelated paths are hardly ever equal. */
export const pair: fc.Arbitrary<Pair> = keysOfACase.chain((keys) =>
  pathOver(keys).chain((declared) =>
    fc
      .oneof(pathOver(keys), edited(declared, keys), edited(declared, keys))
      .map((live) => ({ keys: keys.map(({ name }) => name), declared, live })),
  ),
);

/** The levels with one more policy of one statement at one of them. */
export function withPolicy(
  levels: readonly Level[],
  at: number,
  added: PolicyStatement,
): readonly Level[] {
  const policy = { name: "added", document: { Version: "2012-10-17", Statement: added } };
  return levels.map((level, index) =>
    index === at % levels.length ? { ...level, policies: [...level.policies, policy] } : level,
  );
}

function pathOver(keys: readonly Key[]): fc.Arbitrary<readonly Level[]> {
  return fc
    .array(fc.tuple(fc.nat(3), policiesOver(keys)), { minLength: 1, maxLength: 3 })
    .map((levels) =>
      levels.map(([chance, policies], index) => ({
        name: `level ${index}`,
        // Where everything is refused there is nothing to tell apart.
        policies: chance === 0 ? policies : [FULL_ACCESS, ...policies],
      })),
    );
}

function policiesOver(keys: readonly Key[]): fc.Arbitrary<readonly NamedPolicy[]> {
  const head = fc.constantFrom<Partial<PolicyDocument>[]>(
    { Version: "2012-10-17" },
    { Version: "2012-10-17" },
    {},
  );
  const statements = fc.array(statementOver(keys), { minLength: 1, maxLength: 2 });
  return fc.array(fc.tuple(head, statements), { maxLength: 2 }).map((policies) =>
    policies.map(([rest, Statement], index) => ({
      name: `policy ${index}`,
      document: { ...rest, Statement },
    })),
  );
}

function statementOver(keys: readonly Key[]): fc.Arbitrary<PolicyStatement> {
  const actions = fc.subarray(ACTION_PATTERNS, { minLength: 1, maxLength: 2 });
  const resources = fc.oneof(
    fc.constant<string[]>(["*"]),
    fc.subarray(RESOURCE_PATTERNS, { minLength: 1, maxLength: 2 }),
  );
  return fc
    .tuple(
      fc.constantFrom<PolicyStatement["Effect"][]>("Deny", "Deny", "Allow"),
      fc.oneof(actions.map(Action), actions.map(Action), actions.map(NotAction)),
      fc.oneof(resources.map(Resource), resources.map(Resource), resources.map(NotResource)),
      conditionOver(keys),
    )
    .map(([Effect, action, resource, condition]) => ({
      Effect,
      ...action,
      ...resource,
      ...condition,
    }));
}

const Action = (list: string[]) => ({ Action: list });
const NotAction = (list: string[]) => ({ NotAction: list });
const Resource = (list: string[]) => ({ Resource: list });
const NotResource = (list: string[]) => ({ NotResource: list });

function conditionOver(
  keys: readonly Key[],
): fc.Arbitrary<{ readonly Condition?: ConditionBlock }> {
  return fc.array(fc.constantFrom(...keys).chain(clauseOver), { maxLength: 2 }).map((clauses) => {
    if (clauses.length === 0) return {};
    const block: Record<string, Record<string, string[]>> = {};
    for (const { operator, key, values } of clauses) {
      block[operator] = { ...block[operator], [key]: values };
    }
    return { Condition: block };
  });
}

function clauseOver({ name, operators, values, texts = [] }: Key) {
  return fc.constantFrom(...operators).chain((operator) => {
    const readable = operator.startsWith("String") ? [...values, ...texts] : [...values];
    const expected = operator === "Null" ? ["true", "false"] : readable;
    return fc
      .subarray(expected, { minLength: 1, maxLength: operator === "Null" ? 1 : 2 })
      .map((chosen) => ({ operator, key: name, values: chosen }));
  });
}

/** The path with one statement changed, taken away or added. */
function edited(levels: readonly Level[], keys: readonly Key[]): fc.Arbitrary<readonly Level[]> {
  const places = levels.flatMap(({ policies }, level) =>
    policies.flatMap(({ name, document }, policy) =>
      name === FULL_ACCESS.name
        ? []
        : many(document.Statement).map((_one, statement) => ({ level, policy, statement })),
    ),
  );
  const addition = fc
    .tuple(fc.nat(2), statementOver(keys))
    .map(([at, added]) => withPolicy(levels, at, added));
  if (places.length === 0) return addition;
  const change = fc.tuple(
    fc.constantFrom(...places),
    statementOver(keys),
    fc.constantFrom<(readonly (keyof PolicyStatement)[])[]>(
      [],
      ["Effect"],
      ["Condition"],
      ["Action", "NotAction"],
      ["Resource", "NotResource"],
    ),
  );
  return fc.oneof(
    addition,
    change.map(([place, other, elements]) =>
      levels.map((level, at) => ({
        ...level,
        policies: level.policies.map((policy, index) =>
          at === place.level && index === place.policy
            ? replaced(policy, place.statement, other, elements)
            : policy,
        ),
      })),
    ),
  );
}

/** The policy with some elements of a statement taken from another one; no elements: without it. */
function replaced(
  { name, document }: NamedPolicy,
  at: number,
  other: PolicyStatement,
  elements: readonly (keyof PolicyStatement)[],
): NamedPolicy {
  const mixed = (one: PolicyStatement) =>
    Object.fromEntries([
      ...Object.entries(one).filter(([key]) => !elements.some((element) => element === key)),
      ...Object.entries(other).filter(([key]) => elements.some((element) => element === key)),
    ]) as unknown as PolicyStatement; // All elements that it has are of one statement or the other.
  const Statement = many(document.Statement).flatMap((one, index) =>
    index !== at ? [one] : elements.length === 0 ? [] : [mixed(one)],
  );
  return { name, document: { ...document, Statement } };
}
