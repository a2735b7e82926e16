/** What a kind of policy asks of the document as a whole. */
import type { JsonNode } from "../read/json.ts";
import type { Finding } from "../read/source.ts";
import type { KindRules } from "./kinds.ts";

export type RootNode = Extract<JsonNode, { readonly kind: "object" }>;

export function checkRoot(root: RootNode, rules: KindRules): Finding[] {
  return [...checkVersion(root, rules), ...checkId(root, rules), ...checkCount(root)];
}

function checkVersion({ at, members }: RootNode, { name, newVersionOnly }: KindRules): Finding[] {
  if (!newVersionOnly) return [];
  const version = members.get("Version")?.value;
  const problem = `Version must be "2012-10-17" in ${name}`;
  if (version === undefined) return [{ code: "MISSING_ELEMENT", problem, at }];
  // Any other version was reported when it was read.
  if (version.kind !== "string" || version.value !== "2008-10-17") return [];
  return [{ code: "INVALID_VALUE", problem, at: version.at }];
}

function checkId({ members }: RootNode, { name, id }: KindRules): Finding[] {
  const found = members.get("Id");
  if (id || found === undefined) return [];
  return [{ code: "UNSUPPORTED_ELEMENT", problem: `${name} can't have Id`, at: found.at }];
}

function checkCount({ members }: RootNode): Finding[] {
  const statement = members.get("Statement")?.value;
  if (statement?.kind !== "array" || statement.items.length > 0) return [];
  return [{ code: "MISSING_ELEMENT", problem: "there is no statement", at: statement.at }];
}
