/** The statements of a document, read once however often it is evaluated: documents don't change. */
import type { PolicyDocument } from "../document.ts";
import { many } from "../many.ts";
import type { NamedPolicy } from "./policy-set.ts";
import { type CompiledStatement, compileStatement, type Traits } from "./statement.ts";

export interface NamedStatement {
  readonly statement: CompiledStatement;
  /** Its Sid, or `#1` for the first if it has none. */
  readonly label: string;
}

const KNOWN = new WeakMap<PolicyDocument, Map<string, readonly NamedStatement[]>>();

/** The statements of a policy, in their order. */
export function statementsOf(
  { name, document }: NamedPolicy,
  traits: Traits,
): readonly NamedStatement[] {
  const byName = KNOWN.get(document) ?? new Map<string, readonly NamedStatement[]>();
  KNOWN.set(document, byName);
  // The name is part of what a statement says when it can't be evaluated.
  const key = `${traits.principals} ${traits.completes} ${name}`;
  const known = byName.get(key);
  if (known !== undefined) return known;
  const statements = many(document.Statement).map((statement, index) => {
    const label = statement.Sid ?? `#${index + 1}`;
    const place = { version: document.Version, where: `${name}, ${label}` };
    return { statement: compileStatement(statement, place, traits), label };
  });
  byName.set(key, statements);
  return statements;
}
