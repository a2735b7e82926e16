/** A policy's file: legible, and what AWS takes as a policy of its kind. */
import {
  checkManagementPolicy,
  checkPolicy,
  type DataObject,
  type ManagementPolicyType,
  type PolicyDocument,
  type PolicyKind,
  type PolicyProblem,
  type PolicyStore,
} from "@holdfast/policy";
import { readJson, type SourceFile } from "./positions.ts";
import { type Problem, ruled } from "./problem.ts";

/** A policy's file as far as it can be read. */
export interface PolicyFile<Content = PolicyDocument> {
  /** Undefined if it is not legible at all. */
  readonly document?: { readonly content: Content; readonly source: SourceFile };
  /** Why it is illegible, or why AWS would refuse it. */
  readonly problems: readonly Problem[];
}

/** @param store where documents of this kind are stored, if that is not always the same place */
export function readPolicyFile(
  file: string,
  text: string,
  kind: PolicyKind,
  store?: PolicyStore,
): PolicyFile {
  // AWS stores what it is sent, byte for byte; Holdfast sends documents without formatting.
  return placed(
    file,
    text,
    checkPolicy(text, kind, file, { minified: true, ...(store && { store }) }),
  );
}

/** Like `readPolicyFile`, for a document in the grammar of the service that it configures. */
export function readManagementPolicyFile(
  file: string,
  text: string,
  type: ManagementPolicyType,
): PolicyFile<DataObject> {
  return placed(file, text, checkManagementPolicy(text, type, file));
}

function placed<Content>(
  file: string,
  text: string,
  checked: { readonly document?: Content; readonly problems: readonly PolicyProblem[] },
): PolicyFile<Content> {
  const { document: content } = checked;
  const problems = checked.problems.map((problem) => problemOf(problem, file));
  if (content === undefined) return { problems };
  const source = readJson(file, text);
  if (!("value" in source)) return { problems: [...problems, ...ruled("syntax", source)] };
  return { document: { content, source }, problems };
}

function problemOf({ code, problem, line, column, path }: PolicyProblem, file: string): Problem {
  const rule = code === "TOO_LARGE" ? "quota" : "policy-grammar";
  return { rule, file, line, column, path, message: problem };
}
