/** The rules' view of a document: as much of it as is legible, whatever else is wrong. */
import type { PolicyStatement } from "../document.ts";
import type { JsonMember, JsonNode } from "../read/json.ts";
import type { Finding } from "../read/source.ts";
import type { KindRules, PolicyKind } from "./kinds.ts";

export interface StatementNode {
  /** Offset of the statement. */
  readonly at: number;
  readonly members: ReadonlyMap<string, JsonMember>;
  readonly kind: PolicyKind;
  readonly rules: KindRules;
  /** The document's Version. */
  readonly version: string | undefined;
}

/** What is wrong with one statement. */
export type Rule = (statement: StatementNode) => readonly Finding[];

export interface TextNode {
  readonly value: string;
  readonly at: number;
}

/** One string or a list of them; of anything else nothing. */
export function textsOf(node: JsonNode | undefined): readonly TextNode[] {
  if (node?.kind === "string") return [node];
  return node?.kind === "array" ? node.items.flatMap((item) => textsOf(item)) : [];
}

/** The members of an object; of anything else nothing. */
export function entriesOf(node: JsonNode | undefined): readonly (readonly [string, JsonMember])[] {
  return node?.kind === "object" ? [...node.members] : [];
}

/** The elements of these names, each with all its strings. */
export function elements(
  { members }: StatementNode,
  ...names: readonly (keyof PolicyStatement)[]
): readonly { readonly name: string; readonly node: JsonNode }[] {
  return names.flatMap((name) => {
    const member = members.get(name);
    return member === undefined ? [] : [{ name, node: member.value }];
  });
}
