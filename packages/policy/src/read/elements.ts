/** Readers for the pieces of a policy: JSON nodes in, typed elements out, what is wrong reported. */
import type { OneOrMany } from "../document.ts";
import { quote, show } from "../quote.ts";
import type { JsonMember, JsonNode } from "./json.ts";
import type { Source } from "./source.ts";

/**
 * Turns a node into an element; `what` names it in messages, e.g. `Action`. Undefined if it is none,
 * which has been reported then: a document is only whole if nothing was.
 */
export type Reader<T> = (node: JsonNode, what: string, source: Source) => T | undefined;

export type Members = ReadonlyMap<string, JsonMember>;

/** The members of an object, each one of them in `known` if that is given. */
export function readMembers(
  node: JsonNode,
  what: string,
  source: Source,
  known?: readonly string[],
): Members | undefined {
  if (node.kind !== "object") return wrongKind("an object", node, what, source);
  if (known === undefined) return node.members;
  for (const [name, { at }] of node.members) {
    if (known.includes(name)) continue;
    const problem = `${what} can't have ${quote(name)}, only ${known.join(", ")}`;
    source.report("UNKNOWN_ELEMENT", problem, at);
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
): T | undefined {
  const member = members.get(name);
  if (member !== undefined) return read(member.value, name, source);
  return source.report("MISSING_ELEMENT", `${name} is missing`, node.at);
}

/** An object with the member in it, or an empty one: to be spread into an element. */
export function optional<Name extends string, T>(
  members: Members,
  name: Name,
  source: Source,
  read: Reader<T>,
): { readonly [One in Name]?: T } {
  const member = members.get(name);
  const value = member && read(member.value, name, source);
  // The compiler widens a computed key to `string`.
  return value === undefined ? {} : ({ [name]: value } as { [One in Name]: T });
}

/** At most one of two elements that exclude each other. */
export function notBoth(members: Members, one: string, other: string, source: Source): void {
  const second = members.get(other);
  if (!members.has(one) || second === undefined) return;
  source.report("CONFLICTING_ELEMENTS", `${one} and ${other} exclude each other`, second.at);
}

export const readText: Reader<string> = (node, what, source) =>
  node.kind === "string" ? node.value : wrongKind("a string", node, what, source);

/** A string out of `allowed`. */
export function readOneOf<T extends string>(...allowed: readonly T[]): Reader<T> {
  return (node, what, source) => {
    const found = allowed.find((one) => node.kind === "string" && node.value === one);
    const problem = `${what} must be ${allowed.join(" or ")}`;
    return found ?? source.report("INVALID_VALUE", problem, node.at);
  };
}

/** One value or a list of them, in the shape as written. AWS refuses an empty list. */
export function oneOrMany<T>(read: Reader<T>): Reader<OneOrMany<T>> {
  return (node, what, source) => {
    if (node.kind !== "array") return read(node, what, source);
    if (node.items.length > 0) return readAll(node.items, read, what, source);
    return source.report("INVALID_VALUE", `${what} must not be an empty list`, node.at);
  };
}

/** What can be read of a list. */
export function readAll<T>(
  items: readonly JsonNode[],
  read: Reader<T>,
  what: string,
  source: Source,
): readonly T[] {
  return items.map((item) => read(item, what, source)).filter((value) => value !== undefined);
}

/** An object whose members are all read alike. */
export function readRecord<T>(read: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (node, what, source) => {
    const entries: [string, T][] = [];
    for (const [name, member] of readMembers(node, what, source) ?? []) {
      const value = read(member.value, show(name), source);
      if (value !== undefined) entries.push([name, value]);
    }
    return Object.fromEntries(entries);
  };
}

/** "must be …, not …": a value of another kind. */
export function wrongKind(wanted: string, node: JsonNode, what: string, source: Source): undefined {
  const problem = `${what} must be ${wanted}, not ${KINDS[node.kind]}`;
  return source.report("INVALID_VALUE", problem, node.at);
}

const KINDS: Readonly<Record<JsonNode["kind"], string>> = {
  object: "an object",
  array: "a list",
  string: "a string",
  number: "a number",
  boolean: "true or false",
  null: "null",
};
