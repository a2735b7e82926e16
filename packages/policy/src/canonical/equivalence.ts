/** Whether two policies are equal by what AWS documents, and if not, what tells them apart. */
import type { PolicyDocument } from "../document.ts";
import { show } from "../quote.ts";
import { type CanonicalPolicy, canonicalise } from "./canonicalise.ts";
import { statementDifferences } from "./differences.ts";
import { pairStatements } from "./pairing.ts";
import type { CanonicalStatement } from "./statement.ts";

export type Equivalence =
  | { readonly equal: true }
  | { readonly equal: false; readonly differences: readonly Difference[] };

export interface Difference {
  /** Where, in the first document or, of what only the second has, in that: `Statement.0.Action`. */
  readonly path: string;
  /** What the first document has there, in canonical form; left out if it has nothing. */
  readonly left?: DifferingValue;
  /** What the second one has there. */
  readonly right?: DifferingValue;
  /** A sentence about the second document: "statement X: Action lacks guardduty:DeleteDetector". */
  readonly why: string;
}

export type DifferingValue = string | readonly string[] | CanonicalStatement;

/**
 * Compares two documents by meaning, as far as AWS documents it; see `canonicalise` for what makes no
 * difference. Everything else does, also where it may well mean the same: a false difference costs a
 * rewrite, a false equality lets a change pass. The differences speak of how `right` differs.
 */
export function equivalence(left: PolicyDocument, right: PolicyDocument): Equivalence {
  const [one, other] = [canonicalise(left), canonicalise(right)];
  if (JSON.stringify(one) === JSON.stringify(other)) return { equal: true };
  const differences = [
    ...versionDifference(one, other),
    ...idDifference(one, other),
    ...pairStatements(left, right).flatMap(statementDifferences),
  ];
  return { equal: false, differences };
}

// If only one side holds `${` at all, that difference is told where it is.
function versionDifference(one: CanonicalPolicy, other: CanonicalPolicy): Difference[] {
  const [left, right] = [one.Version, other.Version];
  if (left === undefined || right === undefined || left === right) return [];
  const meaning = right === "2012-10-17" ? "begins a variable" : "is ordinary text";
  const why = `Version is ${right} instead of ${left}, so that "\${" ${meaning}`;
  return [{ path: "Version", left, right, why }];
}

function idDifference({ Id: left }: CanonicalPolicy, { Id: right }: CanonicalPolicy): Difference[] {
  if (left === undefined) {
    if (right === undefined) return [];
    return [{ path: "Id", right, why: `Id ${show(right)} is additional` }];
  }
  if (right === undefined) return [{ path: "Id", left, why: "Id is missing" }];
  const why = `Id is ${show(right)} instead of ${show(left)}`;
  return left === right ? [] : [{ path: "Id", left, right, why }];
}
