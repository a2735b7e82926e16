/** The same policies in other words: everything that has no order in another order, some of it twice. */
import fc from "fast-check";
import type { ConditionBlock, PolicyStatement } from "../document.ts";
import type { Level, NamedPolicy } from "../evaluate/policy-set.ts";
import { many } from "../many.ts";

/** The same levels, their policies, statements and lists shuffled. */
export function shuffled(levels: readonly Level[]): fc.Arbitrary<readonly Level[]> {
  return fc.tuple(
    ...levels.map(({ name, policies }) =>
      fc
        .tuple(...policies.map(shuffledPolicy))
        .chain(shuffledList)
        .map((list) => ({ name, policies: list })),
    ),
  );
}

function shuffledPolicy({ name, document }: NamedPolicy): fc.Arbitrary<NamedPolicy> {
  return fc
    .tuple(...many(document.Statement).map(shuffledStatement))
    .chain(shuffledList)
    .map((Statement) => ({ name, document: { ...document, Statement } }));
}

function shuffledStatement(one: PolicyStatement): fc.Arbitrary<PolicyStatement> {
  const elements = Object.entries(one).map(([element, value]) =>
    (Array.isArray(value)
      ? shuffledList(value)
      : element === "Condition"
        ? shuffledCondition(one.Condition ?? {})
        : fc.constant(value)
    ).map((other: unknown): [string, unknown] => [element, other]),
  );
  return fc
    .tuple(...elements)
    .chain(shuffledEntries)
    .map((entries) => Object.fromEntries(entries) as unknown as PolicyStatement); // The same elements.
}

function shuffledCondition(block: ConditionBlock): fc.Arbitrary<ConditionBlock> {
  const operators = Object.entries(block).map(([operator, keys]) =>
    fc
      .tuple(
        ...Object.entries(keys).map(([key, values]) =>
          shuffledList(many(values)).map((list): [string, typeof list] => [key, list]),
        ),
      )
      .chain(shuffledEntries)
      .map((entries): [string, ConditionBlock[string]] => [operator, Object.fromEntries(entries)]),
  );
  return fc
    .tuple(...operators)
    .chain(shuffledEntries)
    .map((entries) => Object.fromEntries(entries));
}

/** Another order, and one of them possibly twice. */
function shuffledList<T>(list: readonly T[]): fc.Arbitrary<T[]> {
  return fc
    .tuple(shuffledEntries(list), fc.nat(3))
    .map(([others, again]) => [...others, ...others.slice(0, again === 0 ? 1 : 0)]);
}

function shuffledEntries<T>(list: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
}
