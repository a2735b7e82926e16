/** AWS lets one value stand for a list of one. */
import type { OneOrMany } from "./document.ts";

/** The list that is meant. */
export function many<T>(values: OneOrMany<T>): readonly T[] {
  return isList(values) ? values : [values];
}

// Array.isArray does not narrow readonly arrays.
function isList<T>(values: OneOrMany<T>): values is readonly T[] {
  return Array.isArray(values);
}
