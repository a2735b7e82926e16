/** Which elements a statement of a kind of policy has, which it must have, and its Sid. */
import type { PolicyStatement } from "../document.ts";
import { quote } from "../quote.ts";
import type { Finding } from "../read/source.ts";
import { elements, type Rule, type StatementNode, textsOf } from "./nodes.ts";

export const checkElements: Rule = (statement) => [
  ...unsupported(statement),
  ...missing(statement),
  ...checkEffect(statement),
  ...checkSid(statement),
];

function unsupported({ members, rules }: StatementNode): Finding[] {
  return rules.unsupported.flatMap((name) => {
    const member = members.get(name);
    const problem = `${rules.name} can't have ${name}`;
    return member === undefined ? [] : [{ code: "UNSUPPORTED_ELEMENT", problem, at: member.at }];
  });
}

function missing(statement: StatementNode): Finding[] {
  return statement.rules.needed
    .filter((names) => names.every((name) => !statement.members.has(name)))
    .filter((names) => !mayLack(names, statement))
    .map((names) => ({
      code: "MISSING_ELEMENT",
      problem: `${names.join(" or ")} is missing`,
      at: statement.at,
    }));
}

// A repository policy of Amazon ECR is about its repository and doesn't name it.
function mayLack(names: readonly (keyof PolicyStatement)[], statement: StatementNode): boolean {
  const { kind, members } = statement;
  if (kind !== "RESOURCE" || !names.includes("Resource")) return false;
  const actions = textsOf(members.get("Action")?.value);
  return actions.length > 0 && actions.every(({ value }) => /^ecr:/i.test(value));
}

function checkEffect({ members, rules }: StatementNode): Finding[] {
  const effect = members.get("Effect")?.value;
  if (effect?.kind !== "string" || effect.value !== "Allow") return [];
  if (!rules.allow) {
    return [{ code: "INVALID_VALUE", problem: `${rules.name} can only deny`, at: effect.at }];
  }
  // IAM User Guide, "NotPrincipal": using it with Allow is not supported.
  const notPrincipal = members.get("NotPrincipal");
  if (notPrincipal === undefined || rules.unsupported.includes("NotPrincipal")) return [];
  const problem = "NotPrincipal can only go with Deny";
  return [{ code: "UNSUPPORTED_ELEMENT", problem, at: notPrincipal.at }];
}

// IAM: "Statement IDs (SID) must be alpha-numeric", that is [0-9A-Za-z]*.
function checkSid(statement: StatementNode): Finding[] {
  if (!statement.rules.plainSids) return [];
  return elements(statement, "Sid")
    .flatMap(({ node }) => textsOf(node))
    .filter(({ value }) => !/^[\dA-Za-z]*$/.test(value))
    .map(({ value, at }) => ({
      code: "INVALID_VALUE",
      problem: `Sid ${quote(value)} must be made of letters and digits`,
      at,
    }));
}

/** A Sid that stands twice; IAM lets several statements have an empty one. */
export function repeatedSids(statements: readonly StatementNode[]): Finding[] {
  const seen = new Set<string>();
  return statements
    .flatMap((statement) => elements(statement, "Sid"))
    .flatMap(({ node }) => textsOf(node))
    .flatMap(({ value, at }) => {
      if (value === "" || !seen.has(value)) {
        seen.add(value);
        return [];
      }
      return [{ code: "DUPLICATE_SID", problem: `the Sid ${quote(value)} is repeated`, at }];
    });
}
