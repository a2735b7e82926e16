/** The canonical form of one statement, and the key that stands for it. */
import type {
  ConditionBlock,
  ConditionValue,
  OneOrMany,
  PolicyStatement,
  PrincipalBlock,
} from "../document.ts";
import { foldCase } from "../fold.ts";
import { many } from "../many.ts";
import { effectiveVersion, mentionsVariable } from "./version.ts";

/** Each value once, in code unit order. */
export type CanonicalList = readonly string[];

/** Type of principal -> who, or everybody. */
export type CanonicalPrincipal = "*" | Readonly<Record<string, CanonicalList>>;

/** Operator -> condition key -> values. */
export type CanonicalCondition = Readonly<Record<string, Readonly<Record<string, CanonicalList>>>>;

/** A statement without its Sid. Its elements stand in this order. A type, so that it is plain JSON to TypeScript. */
export type CanonicalStatement = {
  readonly Effect: PolicyStatement["Effect"];
  readonly Principal?: CanonicalPrincipal;
  readonly NotPrincipal?: CanonicalPrincipal;
  readonly Action?: CanonicalList;
  readonly NotAction?: CanonicalList;
  readonly Resource?: CanonicalList;
  readonly NotResource?: CanonicalList;
  readonly Condition?: CanonicalCondition;
};

/**
 * The identity of one statement, whatever its Sid: equal for two statements exactly if `equivalence`
 * would find them equal. `version` is that of the document; it counts if the statement holds `${`.
 */
export function statementKey(statement: PolicyStatement, version: string | undefined): string {
  const canonical = canonicalStatement(statement);
  return JSON.stringify(
    mentionsVariable(canonical) ? [canonical, effectiveVersion(version)] : [canonical],
  );
}

export function canonicalStatement(statement: PolicyStatement): CanonicalStatement {
  return {
    Effect: statement.Effect,
    ...element("Principal", statement.Principal, canonicalPrincipal),
    ...element("NotPrincipal", statement.NotPrincipal, canonicalPrincipal),
    ...element("Action", statement.Action, canonicalActions),
    ...element("NotAction", statement.NotAction, canonicalActions),
    ...element("Resource", statement.Resource, canonicalList),
    ...element("NotResource", statement.NotResource, canonicalList),
    ...element("Condition", statement.Condition, canonicalCondition),
  };
}

function element<Name extends string, From, To>(
  name: Name,
  value: From | undefined,
  canonical: (value: From) => To,
): { readonly [One in Name]?: To } {
  // The compiler widens a computed key to `string`.
  return value === undefined ? {} : ({ [name]: canonical(value) } as { [One in Name]: To });
}

function canonicalList(values: OneOrMany<ConditionValue>): CanonicalList {
  return [...new Set(many(values).map(String))].sort();
}

function canonicalActions(actions: OneOrMany<string>): CanonicalList {
  return canonicalList(many(actions).map(foldCase));
}

// "*" and {"AWS": "*"} stay two things: a trust policy takes only one of them.
function canonicalPrincipal(principal: PrincipalBlock): CanonicalPrincipal {
  if (principal === "*") return "*";
  return ordered(principal, (values, type) =>
    canonicalList(type === "AWS" ? many(values).map(canonicalAccount) : values),
  );
}

/** AWS stores the short form as the long one. */
export function canonicalAccount(principal: string): string {
  return /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal;
}

function canonicalCondition(block: ConditionBlock): CanonicalCondition {
  return ordered(block, (keys) => ordered(foldedKeys(keys), canonicalList));
}

/**
 * Keys with their names in one case. Two that differ only in case AWS refuses, and no page says which
 * would win if it had them. So both stay as they are written: equal to the same pair and nothing else.
 */
export function foldedKeys<T>(keys: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const spellings = new Map<string, number>();
  for (const key of Object.keys(keys).map(foldCase)) {
    spellings.set(key, (spellings.get(key) ?? 0) + 1);
  }
  return Object.fromEntries(
    Object.entries(keys).map(([key, values]) => {
      const folded = foldCase(key);
      return [spellings.get(folded) === 1 ? folded : key, values];
    }),
  );
}

/** The members in the order of their names, each turned by `canonical`. */
function ordered<From, To>(
  record: Readonly<Record<string, From>>,
  canonical: (value: From, name: string) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((name) => [name, canonical(record[name] as From, name)]),
  );
}
