/** Policy variables in values: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, `${*}`. */
import { quote } from "../quote.ts";
import type { Finding } from "../read/source.ts";
import type { TextNode } from "./nodes.ts";

const VARIABLE = /\$\{([^}]*)(\}?)/g;
const KEY = /^[^\s,'{}$*?]+$/;
const DEFAULT = /^ *'[^']*'$/;

/** What is wrong with the variables of one value. Documents before 2012-10-17 have none. */
export function checkVariables(
  { value, at }: TextNode,
  what: string,
  version: string | undefined,
): Finding[] {
  if (version !== "2012-10-17") return [];
  return [...value.matchAll(VARIABLE)].flatMap(([, inside = "", brace]) => {
    const problem = brace === "" ? "is not closed" : wrongIn(inside);
    if (problem === undefined) return [];
    const message = `the policy variable in ${what} ${quote(value)} ${problem}`;
    return [{ code: "UNREADABLE_VARIABLE" as const, problem: message, at }];
  });
}

/** Whether a value holds a variable that stands for text of the request, which may be any text. */
export function dependsOnRequest(value: string): boolean {
  return value.replace(/\$\{[*?$]\}/g, "").includes("${");
}

function wrongIn(inside: string): string | undefined {
  if (inside === "*" || inside === "?" || inside === "$") return undefined;
  const comma = inside.indexOf(",");
  const key = comma < 0 ? inside : inside.slice(0, comma);
  if (key === "") return "is empty";
  if (/\s/.test(key)) return "has a blank in its name";
  if (!KEY.test(key)) return "has no proper name";
  if (comma < 0 || DEFAULT.test(inside.slice(comma + 1))) return undefined;
  return "must have its default value in single quotes";
}
