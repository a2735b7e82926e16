/** The elements that policies of every kind share, and what may be in them. */
import type {
  ConditionValue,
  PolicyDocument,
  PolicyStatement,
  PrincipalBlock,
} from "../document.ts";
import { quote } from "../quote.ts";
import {
  notBoth,
  oneOrMany,
  optional,
  type Reader,
  readAll,
  readMembers,
  readOneOf,
  readRecord,
  readText,
  required,
  wrongKind,
} from "./elements.ts";
import type { JsonNode } from "./json.ts";
import type { Source } from "./source.ts";

/** The document of a node; a whole one only if nothing was reported to `source`. */
export function readDocument(node: JsonNode, source: Source): PolicyDocument | undefined {
  const members = readMembers(node, "A policy", source, ["Version", "Id", "Statement"]);
  if (members === undefined) return undefined;
  const version = optional(members, "Version", source, readOneOf("2008-10-17", "2012-10-17"));
  const id = optional(members, "Id", source, readText);
  const Statement = required(node, members, "Statement", source, readStatements);
  return Statement && { ...version, ...id, Statement };
}

// An empty list of statements is legible, and it matters: such a policy has no effect at all.
const readStatements: Reader<PolicyDocument["Statement"]> = (node, what, source) =>
  node.kind === "array"
    ? readAll(node.items, readStatement, what, source)
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
  if (members === undefined) return undefined;
  notBoth(members, "Principal", "NotPrincipal", source);
  notBoth(members, "Action", "NotAction", source);
  notBoth(members, "Resource", "NotResource", source);
  if (!members.has("Action") && !members.has("NotAction")) {
    source.report("MISSING_ELEMENT", "Action or NotAction is missing", node.at);
  }
  const sid = optional(members, "Sid", source, readText);
  const Effect = required(node, members, "Effect", source, readOneOf("Allow", "Deny"));
  const rest = {
    ...optional(members, "Principal", source, readPrincipal),
    ...optional(members, "NotPrincipal", source, readPrincipal),
    ...optional(members, "Action", source, oneOrMany(readAction)),
    ...optional(members, "NotAction", source, oneOrMany(readAction)),
    ...optional(members, "Resource", source, oneOrMany(readText)),
    ...optional(members, "NotResource", source, oneOrMany(readText)),
    ...optional(members, "Condition", source, readCondition),
  };
  return Effect && { ...sid, Effect, ...rest };
};

const readAction: Reader<string> = (node, what, source) => {
  const action = readText(node, what, source);
  if (action === undefined || /^(?:\*|[^:]+:.+)$/s.test(action)) return action;
  const problem = `${what} must be "*" or "service:name", not ${quote(action)}`;
  return source.report("INVALID_VALUE", problem, node.at);
};

const PRINCIPALS = ["AWS", "CanonicalUser", "Federated", "Service"];

const readPrincipal: Reader<PrincipalBlock> = (node, what, source) => {
  if (node.kind === "string" && node.value === "*") return "*";
  if (node.kind !== "object") return wrongKind('"*" or an object', node, what, source);
  readMembers(node, what, source, PRINCIPALS);
  return readRecord(oneOrMany(readText))(node, what, source);
};

const readConditionValue: Reader<ConditionValue> = (node, what, source) =>
  node.kind === "string" || node.kind === "number" || node.kind === "boolean"
    ? node.value
    : wrongKind("a string, a number or true or false", node, what, source);

const readCondition = readRecord(readRecord(oneOrMany(readConditionValue)));
