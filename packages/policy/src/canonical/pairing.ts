/** Which statement of one document is which of another. */
import type { PolicyDocument, PolicyStatement } from "../document.ts";
import { many } from "../many.ts";
import { type CanonicalStatement, canonicalStatement } from "./statement.ts";

/** A statement in its document. */
export interface Placed {
  readonly statement: PolicyStatement;
  readonly canonical: CanonicalStatement;
  /** `Statement.0`, or `Statement` of a lone one that is in no list. */
  readonly path: string;
  /** Its Sid, or `#1` for the first if it has none. */
  readonly label: string;
}

/** A statement in two versions, or one that only one side has. */
export type Pair =
  | { readonly left: Placed; readonly right: Placed | undefined }
  | { readonly left: undefined; readonly right: Placed };

/**
 * The statements that are not equal, in the order of the first document and then of the second. Those
 * with one Sid belong together, then those that differ in one element only.
 */
export function pairStatements(left: PolicyDocument, right: PolicyDocument): readonly Pair[] {
  const pairs = new Map<Placed, Placed>();
  const rights = placed(right);
  const remaining = new Set(rights);
  const lefts = withoutEqual(placed(left), remaining);
  const match = (keyOf: (one: Placed) => string | undefined) => {
    const candidates = Map.groupBy(remaining, keyOf);
    for (const one of lefts.filter((each) => !pairs.has(each))) {
      const key = keyOf(one);
      const other = key === undefined ? undefined : candidates.get(key)?.shift();
      if (other === undefined) continue;
      remaining.delete(other);
      pairs.set(one, other);
    }
  };
  match(({ statement }) => statement.Sid);
  for (const name of ELEMENTS) match(({ canonical }) => without(canonical, name));
  return [
    ...lefts.map((one) => ({ left: one, right: pairs.get(one) })),
    ...Array.from(remaining, (other) => ({ left: undefined, right: other })),
  ];
}

/** What one change is likely to touch, the likeliest first. */
const ELEMENTS = [
  "Condition",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Effect",
] as const satisfies readonly (keyof CanonicalStatement)[];

/** The statements of `lefts` that `rights` doesn't have; what both have is taken out of `rights`. */
function withoutEqual(lefts: readonly Placed[], rights: Set<Placed>): readonly Placed[] {
  const same = Map.groupBy(rights, ({ canonical }) => JSON.stringify(canonical));
  return lefts.filter(({ canonical }) => {
    const other = same.get(JSON.stringify(canonical))?.shift();
    return other === undefined || !rights.delete(other);
  });
}

function placed({ Statement }: PolicyDocument): readonly Placed[] {
  return many(Statement).map((statement, index) => ({
    statement,
    canonical: canonicalStatement(statement),
    path: Array.isArray(Statement) ? `Statement.${index}` : "Statement",
    label: statement.Sid ?? `#${index + 1}`,
  }));
}

/** The rest of a statement, as a key. */
function without(statement: CanonicalStatement, name: keyof CanonicalStatement): string {
  return JSON.stringify({ ...statement, [name]: undefined });
}
