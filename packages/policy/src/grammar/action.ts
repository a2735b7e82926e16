/** Action and NotAction: `*`, or the prefix of a service, one colon, and a name with wildcards. */
import { quote } from "../quote.ts";
import type { Finding } from "../read/source.ts";
import { elements, type Rule, type StatementNode, type TextNode, textsOf } from "./nodes.ts";

export const checkActions: Rule = (statement) =>
  elements(statement, "Action", "NotAction").flatMap(({ name, node }) =>
    textsOf(node).flatMap((text) => problemOf(text, name, statement)),
  );

function problemOf({ value, at }: TextNode, name: string, { kind }: StatementNode): Finding[] {
  const problem = wrongIn(value, name) ?? wrongFor(kind, value, name);
  return problem === undefined ? [] : [{ code: "INVALID_VALUE", problem, at }];
}

function wrongIn(action: string, name: string): string | undefined {
  const [service, operation, ...more] = action.split(":");
  // What lacks a service or a name was reported when it was read.
  if (!service || !operation) return undefined;
  if (more.length > 0) return `${name} ${quote(action)} has more than one colon`;
  // IAM: "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards".
  if (/[*?]/.test(service))
    return `${name} ${quote(action)} must name one service, without wildcards`;
  if (!/^[a-z\d][a-z\d.-]*$/i.test(service)) return `${name} ${quote(action)} names no service`;
  if (/^[\w*?-]+$/.test(operation)) return undefined;
  return `${name} ${quote(action)} is made of more than letters, digits and wildcards`;
}

function wrongFor(kind: StatementNode["kind"], action: string, name: string): string | undefined {
  // "RCP syntax": customers have to name a service; which services there are grows by the month.
  if (kind === "RESOURCE_CONTROL_POLICY" && action === "*") {
    return `${name} "*" is only for RCPFullAWSAccess; name services, e.g. "s3:*"`;
  }
  // IAM: "AssumeRole policy may only specify STS AssumeRole actions".
  if (kind === "TRUST" && !/^sts:/i.test(action)) {
    return `${name} ${quote(action)} can't be in a trust policy, only actions of sts`;
  }
  return undefined;
}
