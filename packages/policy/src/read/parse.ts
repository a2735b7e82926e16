/** Policy text to a typed document, strictly: what AWS would refuse or read differently is an error. */
import type { PolicyDocument } from "../document.ts";
import { PolicyError } from "../errors.ts";
import { readDocument } from "./document.ts";
import { type JsonNode, parseJson } from "./json.ts";
import { Source } from "./source.ts";

/**
 * Reads a policy document of any kind: identity, service control, resource control or resource policy.
 * Elements keep the shape in which they are written (a scalar stays a scalar). `where` (a file or a
 * policy's name) leads every message. Throws a `PolicyError` for the first problem that is found;
 * `checkPolicy` tells all of them, and what one kind of policy asks for.
 */
export function parsePolicy(text: string, where?: string): PolicyDocument {
  const { source, document } = readLocated(text, where);
  const [first] = source.findings;
  if (first !== undefined) {
    throw new PolicyError(first.code, first.problem, { where, ...source.placeOf(first.at) });
  }
  return document as PolicyDocument; // Nothing was reported, so every reader had a value to return.
}

/** A text as far as it can be read. */
export interface Located {
  /** With the problems found so far. */
  readonly source: Source;
  /** Undefined if the text isn't JSON. */
  readonly root: JsonNode | undefined;
  /** Only whole documents: undefined if anything at all was found. */
  readonly document: PolicyDocument | undefined;
}

/** Reads a policy document together with its nodes, which know where they stand. */
export function readLocated(text: string, where?: string): Located {
  const source = new Source(text, where);
  const root = parseJson(source);
  const document = root && readDocument(root, source);
  return { source, root, document: source.findings.length === 0 ? document : undefined };
}
