/** Readers for the pieces of a policy: JSON nodes in, typed elements out, or a `PolicyError`. */
import type { OneOrMany } from "../document.ts";
import type { JsonMember, JsonNode } from "./json.ts";
import type { Source } from "./source.ts";

/** Turns a node into an element; `what` names it in messages, e.g. `Action`. */
export type Reader<T> = (node: JsonNode, what: string, source: Source) => T;

export type Members = ReadonlyMap<string, JsonMember>;

/** The members of an object, each one of them in `known` if that is given. */
export function readMembers(
  node: JsonNode,
  what: string,
  source: Source,
  known?: readonly string[],
): Members {
  if (node.kind !== "object") throw wrongKind("an object", node, what, source);
  for (const [name, { at }] of known === undefined ? [] : node.members) {
    if (known?.includes(name)) continue;
    const problem = `${what} can't have ${JSON.stringify(name)}, only ${known?.join(", ")}`;
    throw source.error("UNKNOWN_ELEMENT", problem, at);
  }
  return node.members;
}

/** A member that must be there. */
export function required<T>(
  node: JsonNode,
  members: Members,
  name: string,
  source: Source,
  read: Reader<T>,
): T {
  const member = members.get(name);
  if (member === undefined) throw source.error("MISSING_ELEMENT", `${name} is missing`, node.at);
  return read(member.value, name, source);
}

/** An object with the member in it, or an empty one: to be spread into an element. */
export function optional<Name extends string, T>(
  members: Members,
  name: Name,
  source: Source,
  read: Reader<T>,
): { readonly [One in Name]?: T } {
  const member = members.get(name);
  if (member === undefined) return {};
  // The compiler widens a computed key to `string`.
  return { [name]: read(member.value, name, source) } as { [One in Name]: T };
}

/** At most one of two elements that exclude each other. */
export function notBoth(members: Members, one: string, other: string, source: Source): void {
  const second = members.get(other);
  if (!members.has(one) || second === undefined) return;
  throw source.error("CONFLICTING_ELEMENTS", `${one} and ${other} exclude each other`, second.at);
}

export const readText: Reader<string> = (node, what, source) => {
  if (node.kind !== "string") throw wrongKind("a string", node, what, source);
  return node.value;
};

/** A string out of `allowed`. */
export function readOneOf<T extends string>(...allowed: readonly T[]): Reader<T> {
  return (node, what, source) => {
    const found = allowed.find((one) => node.kind === "string" && node.value === one);
    if (found !== undefined) return found;
    throw source.error("INVALID_VALUE", `${what} must be ${allowed.join(" or ")}`, node.at);
  };
}

/** One value or a list of them, in the shape as written. AWS refuses an empty list. */
export function oneOrMany<T>(read: Reader<T>): Reader<OneOrMany<T>> {
  return (node, what, source) => {
    if (node.kind !== "array") return read(node, what, source);
    if (node.items.length > 0) return node.items.map((item) => read(item, what, source));
    throw source.error("INVALID_VALUE", `${what} must not be an empty list`, node.at);
  };
}

/** An object whose members are all read alike. */
export function readRecord<T>(read: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (node, what, source) => {
    const members = [...readMembers(node, what, source)];
    return Object.fromEntries(members.map(([name, one]) => [name, read(one.value, name, source)]));
  };
}

/** "must be …, not …": the error for a value of another kind. */
export function wrongKind(wanted: string, node: JsonNode, what: string, source: Source) {
  const problem = `${what} must be ${wanted}, not ${KINDS[node.kind]}`;
  return source.error("INVALID_VALUE", problem, node.at);
}

const KINDS: Readonly<Record<JsonNode["kind"], string>> = {
  object: "an object",
  array: "a list",
  string: "a string",
  number: "a number",
  boolean: "true or false",
  null: "null",
};
