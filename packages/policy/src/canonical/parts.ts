/** The elements of a canonical statement as flat lists, so that all of them compare alike. */
import type { CanonicalList, CanonicalStatement } from "./statement.ts";

export const ELEMENTS = [
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
] as const satisfies readonly (keyof CanonicalStatement)[];

/** `["Action"]`, `["Principal", "AWS"]`, `["Condition", "Bool", "a:b"]` */
type Way = readonly [element: string, ...names: string[]];

/** A list, and the way to it. */
export interface Part {
  readonly way: Way;
  readonly list: CanonicalList;
}

/** Every part of a statement but its Effect, by its way as JSON. */
export function partsOf(statement: CanonicalStatement): ReadonlyMap<string, Part> {
  const parts = ELEMENTS.flatMap((name) => flatten(statement[name], [name]));
  return new Map(parts.map((part) => [JSON.stringify(part.way), part]));
}

type Nested = CanonicalList | { readonly [name: string]: Nested };

// What is there and empty is a part as well: it is not the same as what isn't there.
function flatten(value: Nested | "*" | undefined, way: Way): readonly Part[] {
  if (value === undefined) return [];
  if (value === "*") return [{ way: [...way, "*"], list: [] }];
  if (isList(value)) return [{ way, list: value }];
  const entries = Object.entries(value);
  if (entries.length === 0) return [{ way: [...way, "{}"], list: [] }];
  return entries.flatMap(([name, inner]) => flatten(inner, [...way, name]));
}

// Array.isArray does not narrow readonly arrays.
function isList(value: Nested): value is CanonicalList {
  return Array.isArray(value);
}
