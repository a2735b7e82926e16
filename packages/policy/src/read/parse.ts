/** Policy text to a typed document, strictly: what AWS would refuse or read differently is an error. */
import type {
  ConditionValue,
  PolicyDocument,
  PolicyStatement,
  PrincipalBlock,
} from "../document.ts";
import {
  notBoth,
  oneOrMany,
  optional,
  type Reader,
  readMembers,
  readOneOf,
  readRecord,
  readText,
  required,
  wrongKind,
} from "./elements.ts";
import { parseJson } from "./json.ts";
import { Source } from "./source.ts";

/**
 * Reads a policy document of any kind: identity, service control, resource control or resource policy.
 * Elements keep the shape in which they are written (a scalar stays a scalar).
 * `where` (a file or a policy's name) leads every message. Throws a `PolicyError`.
 */
export function parsePolicy(text: string, where?: string): PolicyDocument {
  const source = new Source(text, where);
  const node = parseJson(source);
  const members = readMembers(node, "A policy", source, ["Version", "Id", "Statement"]);
  return {
    ...optional(members, "Version", source, readOneOf("2008-10-17", "2012-10-17")),
    ...optional(members, "Id", source, readText),
    Statement: required(node, members, "Statement", source, readStatements),
  };
}

// An empty list of statements is legible, and it matters: such a policy has no effect at all.
const readStatements: Reader<PolicyDocument["Statement"]> = (node, what, source) =>
  node.kind === "array"
    ? node.items.map((item) => readStatement(item, what, source))
    : readStatement(node, what, source);

const ELEMENTS = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
] as const satisfies readonly (keyof PolicyStatement)[];

const readStatement: Reader<PolicyStatement> = (node, _what, source) => {
  const members = readMembers(node, "A statement", source, ELEMENTS);
  notBoth(members, "Principal", "NotPrincipal", source);
  notBoth(members, "Action", "NotAction", source);
  notBoth(members, "Resource", "NotResource", source);
  if (!members.has("Action") && !members.has("NotAction")) {
    throw source.error("MISSING_ELEMENT", "Action or NotAction is missing", node.at);
  }
  return {
    ...optional(members, "Sid", source, readText),
    Effect: required(node, members, "Effect", source, readOneOf("Allow", "Deny")),
    ...optional(members, "Principal", source, readPrincipal),
    ...optional(members, "NotPrincipal", source, readPrincipal),
    ...optional(members, "Action", source, oneOrMany(readAction)),
    ...optional(members, "NotAction", source, oneOrMany(readAction)),
    ...optional(members, "Resource", source, oneOrMany(readText)),
    ...optional(members, "NotResource", source, oneOrMany(readText)),
    ...optional(members, "Condition", source, readCondition),
  };
};

const readAction: Reader<string> = (node, what, source) => {
  const action = readText(node, what, source);
  if (/^(?:\*|[^:]+:.+)$/s.test(action)) return action;
  const problem = `${what} must be "*" or "service:name", not ${JSON.stringify(action)}`;
  throw source.error("INVALID_VALUE", problem, node.at);
};

const PRINCIPALS = ["AWS", "CanonicalUser", "Federated", "Service"];

const readPrincipal: Reader<PrincipalBlock> = (node, what, source) => {
  if (node.kind === "string" && node.value === "*") return "*";
  if (node.kind !== "object") throw wrongKind('"*" or an object', node, what, source);
  readMembers(node, what, source, PRINCIPALS);
  return readRecord(oneOrMany(readText))(node, what, source);
};

const readConditionValue: Reader<ConditionValue> = (node, what, source) => {
  if (node.kind === "string" || node.kind === "number" || node.kind === "boolean") {
    return node.value;
  }
  throw wrongKind("a string, a number or a boolean", node, what, source);
};

const readCondition = readRecord(readRecord(oneOrMany(readConditionValue)));
