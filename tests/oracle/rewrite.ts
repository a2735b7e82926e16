/** Cases put in other words: the statements of all their policies, and the clauses of their conditions. */
import type {
  ConditionBlock,
  ConditionValue,
  ContextValue,
  Level,
  NamedPolicy,
  OneOrMany,
  PolicyDocument,
  PolicySet,
  PolicyStatement,
} from "@holdfast/policy";
import type { Case } from "./question.ts";

/** Matches no request here, as text and as an ARN. */
export const NOTHING = "arn:none:none:::none/none";

export interface Scope {
  readonly layer: Layer;
  readonly version: string | undefined;
  /** The value of a condition key, however its name is written. */
  readonly valueAt: (key: string) => ContextValue | undefined;
}

export type Layer = Exclude<keyof PolicySet, "managementAccount" | "managementResource">;

export interface Clause {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly ConditionValue[];
}

/** The case with every statement put otherwise. */
export function rewriteStatements(
  { request, policies }: Case,
  rewrite: (statement: PolicyStatement, scope: Scope) => PolicyStatement,
): Case {
  const context = new Map(
    Object.entries(request.context).map(([key, value]) => [key.toLowerCase(), value]),
  );
  const valueAt = (key: string) => context.get(key.toLowerCase());
  const documentOf = ({ Statement, ...rest }: PolicyDocument, layer: Layer): PolicyDocument => ({
    ...rest,
    Statement: [Statement]
      .flat()
      .map((one) => rewrite(one, { layer, version: rest.Version, valueAt })),
  });
  return { request, policies: rewriteDocuments(policies, documentOf) };
}

/** Only documents of this version have policy variables. */
export function supportsVariables({ version }: Scope): boolean {
  return version === "2012-10-17";
}

/** The case with every Resource and NotResource put otherwise. */
export function rewriteResources(
  one: Case,
  rewrite: (pattern: string, scope: Scope) => string,
): Case {
  return rewriteStatements(one, (statement, scope) => {
    const { Resource, NotResource } = statement;
    const all = (patterns: OneOrMany<string>) =>
      [patterns].flat().map((pattern) => rewrite(String(pattern), scope));
    return {
      ...statement,
      ...(Resource !== undefined && { Resource: all(Resource) }),
      ...(NotResource !== undefined && { NotResource: all(NotResource) }),
    };
  });
}

/** The case with every clause of a condition put otherwise; undefined: without the clause. */
export function rewriteClauses(
  one: Case,
  rewrite: (clause: Clause, scope: Scope) => Clause | undefined,
): Case {
  return rewriteStatements(one, ({ Condition, ...statement }, scope) => {
    const block: Record<string, Record<string, readonly ConditionValue[]>> = {};
    for (const [operator, keys] of Object.entries(Condition ?? {})) {
      for (const [key, values] of Object.entries(keys)) {
        const clause = rewrite({ operator, key, values: [values].flat() }, scope);
        if (clause === undefined) continue;
        // Two clauses may come out with one operator and key, and both must hold: the second is the
        // key in capitals, which is the same one.
        const others = block[clause.operator] ?? {};
        const name = clause.key in others ? clause.key.toUpperCase() : clause.key;
        block[clause.operator] = { ...others, [name]: clause.values };
      }
    }
    const written: ConditionBlock = block;
    return Object.keys(block).length === 0 ? statement : { ...statement, Condition: written };
  });
}

/** The policies with each document put otherwise, in an order that is always the same. */
export function rewriteDocuments(
  policies: PolicySet,
  rewrite: (document: PolicyDocument, layer: Layer) => PolicyDocument,
): PolicySet {
  const { serviceControl, resourceControl, identity, session, boundary } = policies;
  const { resource, trust, key } = policies;
  const policyIn = (layer: Layer, { name, document }: NamedPolicy) => ({
    name,
    document: rewrite(document, layer),
  });
  const listIn = (layer: Layer, list: readonly NamedPolicy[]) =>
    list.map((policy) => policyIn(layer, policy));
  const levelsIn = (layer: Layer, levels: readonly Level[]) =>
    levels.map((level) => ({ ...level, policies: listIn(layer, level.policies) }));
  return {
    ...policies,
    identity: listIn("identity", identity),
    ...(serviceControl && { serviceControl: levelsIn("serviceControl", serviceControl) }),
    ...(resourceControl && { resourceControl: levelsIn("resourceControl", resourceControl) }),
    ...(session && { session: listIn("session", session) }),
    ...(boundary && { boundary: listIn("boundary", boundary) }),
    ...(resource && { resource: policyIn("resource", resource) }),
    ...(trust && { trust: policyIn("trust", trust) }),
    ...(key && { key: policyIn("key", key) }),
  };
}
