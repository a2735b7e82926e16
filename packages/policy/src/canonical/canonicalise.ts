/** The canonical form of a policy: two documents are equal exactly if theirs is the same. */
import type { PolicyDocument } from "../document.ts";
import { many } from "../many.ts";
import { type CanonicalStatement, canonicalStatement } from "./statement.ts";
import { effectiveVersion, mentionsVariable } from "./version.ts";

/** A policy document, every part of it in one form only. Plain JSON, always in the same order. */
export interface CanonicalPolicy {
  /** Only if the document holds `${`, for only then does it matter. */
  readonly Version?: string;
  readonly Id?: string;
  /** Without Sids, in the order of their text; one that stands twice does so here. */
  readonly Statement: readonly CanonicalStatement[];
}

/**
 * Removes what AWS documents to make no difference, and nothing else:
 *
 * - order and repetition inside lists, the order of statements and of keys, a lone value for a list
 * - the case of action names and of the names of condition keys (ASCII only)
 * - numbers and booleans as JSON literals for the same text in quotes
 * - an account's id for its `arn:aws:iam::ID:root` as a principal
 * - Sid; and Version, as long as there is no `${` that only 2012-10-17 would replace
 *
 * Idempotent: a canonical policy is a document again, and canonical.
 */
export function canonicalise(document: PolicyDocument): CanonicalPolicy {
  const Statement = many(document.Statement).map(canonicalStatement).toSorted(byText);
  const id = document.Id === undefined ? {} : { Id: document.Id };
  const canonical = { ...id, Statement };
  if (!mentionsVariable(canonical)) return canonical;
  return { Version: effectiveVersion(document.Version), ...canonical };
}

function byText(a: CanonicalStatement, b: CanonicalStatement): number {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}
