/** What AWS demands of a service control or resource control policy beyond the policy grammar. */
import type { PolicyDocument, PolicyStatement } from "@holdfast/policy";
import type { PolicyType } from "./model.ts";
import { readJson } from "./positions.ts";
import type { Problem } from "./problem.ts";

/** Characters of a stored document (AWS quotas). */
const MAX_LENGTH: Readonly<Record<PolicyType, number>> = {
  SERVICE_CONTROL_POLICY: 10_240,
  RESOURCE_CONTROL_POLICY: 5_120,
};

export interface PolicyFile {
  readonly file: string;
  readonly text: string;
  readonly type: PolicyType;
  readonly content: PolicyDocument;
}

/** Why AWS would refuse a document that is legible in itself. */
export function documentProblems({ file, text, type, content }: PolicyFile): Problem[] {
  const source = readJson(file, text);
  if (!("value" in source)) return [...source];
  const problems: Problem[] = [];
  // AWS stores what it is sent, byte for byte; Holdfast sends documents without formatting.
  const length = JSON.stringify(content).length;
  const max = MAX_LENGTH[type];
  if (length > max) {
    problems.push(
      source.problem([], `has ${length} characters without formatting; AWS takes ${max}`),
    );
  }
  if (content.Version !== "2012-10-17") {
    problems.push(source.problem(["Version"], 'Version must be "2012-10-17"'));
  }
  const { Statement } = content;
  const isOne = !Array.isArray(Statement);
  // Array.isArray does not narrow readonly arrays.
  const statements = (isOne ? [Statement] : Statement) as readonly PolicyStatement[];
  if (statements.length === 0)
    problems.push(source.problem(["Statement"], "there is no statement"));
  for (const [index, statement] of statements.entries()) {
    const path = isOne ? ["Statement"] : ["Statement", index];
    for (const { element, message } of OBJECTIONS[type](statement)) {
      problems.push(source.problem([...path, element], message));
    }
  }
  return problems;
}

interface Objection {
  readonly element: string;
  readonly message: string;
}

const OBJECTIONS: Readonly<Record<PolicyType, (statement: PolicyStatement) => Objection[]>> = {
  SERVICE_CONTROL_POLICY: (statement) => [
    ...resourceObjections(statement),
    ...(["Principal", "NotPrincipal"] as const)
      .filter((element) => statement[element] !== undefined)
      .map((element) => ({ element, message: `a service control policy can't have ${element}` })),
  ],
  RESOURCE_CONTROL_POLICY: (statement) => [
    ...resourceObjections(statement),
    ...(statement.Effect === "Deny"
      ? []
      : [{ element: "Effect", message: "a resource control policy can only deny" }]),
    ...(statement.Principal === "*"
      ? []
      : [{ element: "Principal", message: 'Principal must be "*" in a resource control policy' }]),
  ],
};

function resourceObjections({ Resource, NotResource }: PolicyStatement): Objection[] {
  if (Resource !== undefined || NotResource !== undefined) return [];
  return [{ element: "Resource", message: "Resource or NotResource is missing" }];
}
