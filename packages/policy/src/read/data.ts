/** Strictly read JSON as plain values: documents that are not in IAM's language. */
import { PolicyError } from "../errors.ts";
import { type JsonNode, parseJson } from "./json.ts";
import { Source } from "./source.ts";

/** A value of a JSON document. */
export type Data = null | boolean | number | string | readonly Data[] | DataObject;

/** An object of a JSON document, such as a whole management policy. */
export interface DataObject {
  readonly [key: string]: Data;
}

/**
 * Reads a management policy: one JSON object. Its elements are the business of the service that it
 * configures. `where` (a file or a policy's name) leads every message. Throws a `PolicyError` for the first
 * problem that is found: no JSON, no object, a repeated key, `__proto__`, nesting beyond 32 levels.
 */
export function parseManagementPolicy(text: string, where?: string): DataObject {
  const { source, document } = readData(text, where);
  const [first] = source.findings;
  if (document === undefined || first !== undefined) {
    const { code, problem, at } = first ?? NOT_AN_OBJECT;
    throw new PolicyError(code, problem, { where, ...source.placeOf(at) });
  }
  return document;
}

/** A text as far as it can be read. */
export interface ReadData {
  /** With the problems found so far. */
  readonly source: Source;
  /** Undefined if the text isn't JSON. */
  readonly root: JsonNode | undefined;
  /** Only whole documents: undefined if anything at all was found. */
  readonly document: DataObject | undefined;
}

const NOT_AN_OBJECT = { code: "INVALID_VALUE", problem: "must be an object", at: 0 } as const;

/** Reads one JSON object together with its nodes, which know where they stand. */
export function readData(text: string, where?: string): ReadData {
  const source = new Source(text, where);
  const root = parseJson(source);
  if (root !== undefined && root.kind !== "object") {
    source.report(NOT_AN_OBJECT.code, NOT_AN_OBJECT.problem, root.at);
  }
  if (root?.kind !== "object" || source.findings.length > 0) {
    return { source, root, document: undefined };
  }
  return { source, root, document: objectOf(root) };
}

function objectOf({ members }: Extract<JsonNode, { kind: "object" }>): DataObject {
  return Object.fromEntries(Array.from(members, ([key, { value }]) => [key, dataOf(value)]));
}

function dataOf(node: JsonNode): Data {
  switch (node.kind) {
    case "object":
      return objectOf(node);
    case "array":
      return node.items.map(dataOf);
    case "null":
      return null;
    default:
      return node.value;
  }
}
