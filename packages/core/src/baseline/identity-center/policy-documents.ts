/** Documents of managed policies that the baseline brings, so that its permission sets can be judged. */
import { awsManagedPolicyArn } from "@holdfast/policy/aws-managed";
import { type BaselineFiles, byCodePoint, type Draft } from "../draft.ts";
import { readPolicyFile } from "../policy-document.ts";
import type { Problem } from "../problem.ts";
import type { CustomerManagedPolicy, ManagedPolicyDocument, PermissionsBoundary } from "./model.ts";

/** Reads the documents. */
export function compilePolicyDocuments(draft: Draft, files: BaselineFiles) {
  const policyDocuments: ManagedPolicyDocument[] = [];
  const missing: Problem[] = [];
  const documentProblems: Problem[] = [];
  const declared = Object.entries(draft.source.managedPolicyDocuments);
  for (const [name, file] of declared) {
    const text = files.read(file);
    if (text === undefined) {
      const place = ["managedPolicyDocuments", name];
      missing.push(draft.file.problem(place, `there is no file ${file}`));
      continue;
    }
    const policy = managedPolicy(name);
    // AWS's own policies may be longer than it lets customers' be.
    const store = policy.kind === "customer" ? "MANAGED_POLICY" : undefined;
    const { document, problems } = readPolicyFile(file, text, "IDENTITY", store);
    documentProblems.push(...problems);
    if (document !== undefined) policyDocuments.push({ ...policy, document: document.content });
  }
  return {
    policyDocuments: policyDocuments.toSorted((a, b) => byCodePoint(keyOf(a), keyOf(b))),
    files: declared.map(([, file]) => file),
    missing,
    documentProblems,
  };
}

/** What a key of `managedPolicyDocuments` names. */
export function managedPolicy(name: string): PermissionsBoundary {
  return referenceTo(name.startsWith("/") ? "customer" : "aws", name);
}

/** A managed policy by its name in the source: with or without its path or ARN. */
export function referenceTo(kind: "aws" | "customer", name: string): PermissionsBoundary {
  return kind === "customer"
    ? { kind, ...customerManagedPolicy(name) }
    : { kind, arn: awsManagedPolicyArn(name) };
}

/** @param text `/path/name`, or `name` */
export function customerManagedPolicy(text: string): CustomerManagedPolicy {
  const at = text.lastIndexOf("/") + 1;
  return { name: text.slice(at), path: text.slice(0, at) || "/" };
}

/** One text for each managed policy: the ARN, or path and name. */
export function keyOf(policy: PermissionsBoundary): string {
  return policy.kind === "aws" ? policy.arn : policy.path + policy.name;
}
