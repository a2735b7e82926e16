/** Where the parts of a loaded baseline stand in its files, so that everything said about them has a place. */
import type { PolicyStatement } from "@holdfast/policy";
import type { ControlPolicy } from "./model.ts";
import type { Path, SourceFile } from "./positions.ts";
import type { Problem } from "./problem.ts";

export interface Places {
  /** `holdfast.yaml`. */
  readonly main: SourceFile;
  /** A policy's name -> its document. */
  readonly policies: ReadonlyMap<string, SourceFile>;
  /** A permission set's name -> its inline policy. */
  readonly inlinePolicies: ReadonlyMap<string, SourceFile>;
}

/** A statement, and how to point at it. */
export interface StatementPlace {
  readonly statement: PolicyStatement;
  /** Its Sid, or `#1` for the first if it has none: as verdicts name it. */
  readonly label: string;
  /** In the policy's file. */
  readonly path: Path;
}

/** AWS lets one statement stand for a list of one, which makes its path shorter. */
export function statementsOf({ content }: Pick<ControlPolicy, "content">): StatementPlace[] {
  const { Statement } = content;
  const isOne = !Array.isArray(Statement);
  // Array.isArray does not narrow readonly arrays.
  const statements = (isOne ? [Statement] : Statement) as readonly PolicyStatement[];
  return statements.map((statement, index) => ({
    statement,
    label: statement.Sid ?? `#${index + 1}`,
    path: isOne ? ["Statement"] : ["Statement", index],
  }));
}

/** A problem in a policy's file. */
export function policyProblem(
  places: Places,
  policy: string,
  path: Path,
  message: string,
  hint?: string,
): Problem {
  const file = places.policies.get(policy);
  if (file === undefined) throw new TypeError(`${policy} was compiled without its file`);
  return file.problem(path, message, hint);
}
