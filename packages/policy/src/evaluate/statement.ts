/** Whether a statement is about a request: action, resource and condition, all three. */

import type { PolicyStatement } from "../document.ts";
import { PolicyError } from "../errors.ts";
import { many } from "../many.ts";
import { conditionHolds } from "./conditions.ts";
import type { Context } from "./context.ts";
import { globMatches, matchesGlobIgnoringCase } from "./glob.ts";
import { expandGlob, type Scope } from "./variables.ts";

/** What a statement is held against. */
export interface Subject {
  readonly action: string;
  /** ARN, or `*` for actions without a resource; never a pattern. */
  readonly resource: string;
  readonly context: Context;
}

/**
 * Whether a statement of a policy without principals (identity, service control, session, boundary)
 * covers the request. Throws a `PolicyError` for a statement that such a policy can't have and for
 * one that can't be evaluated.
 */
export function statementApplies(
  statement: PolicyStatement,
  subject: Subject,
  version: string | undefined,
  where: string,
): boolean {
  if (statement.Principal !== undefined || statement.NotPrincipal !== undefined) {
    throw unsupported("Principal only has a meaning in resource policies", where);
  }
  const scope = { context: subject.context, version, where };
  return (
    actionApplies(statement, subject.action, where) &&
    resourceApplies(statement, subject.resource, scope) &&
    conditionHolds(statement.Condition ?? {}, scope)
  );
}

function actionApplies(statement: PolicyStatement, action: string, where: string): boolean {
  const patterns = statement.Action ?? statement.NotAction;
  if (patterns === undefined) throw unsupported("Action and NotAction are both missing", where);
  const listed = many(patterns).some((pattern) => matchesGlobIgnoringCase(pattern, action));
  return listed === (statement.Action !== undefined);
}

function resourceApplies(statement: PolicyStatement, resource: string, scope: Scope): boolean {
  const patterns = statement.Resource ?? statement.NotResource;
  if (patterns === undefined) {
    throw unsupported("Resource and NotResource are both missing", scope.where);
  }
  const listed = many(patterns)
    .flatMap((pattern) => [pattern, completed(pattern)])
    .map((pattern) => expandGlob(pattern, scope))
    .some((glob) => glob !== undefined && globMatches(glob, resource));
  return listed === (statement.Resource !== undefined);
}

// IAM completes an ARN that breaks off: `arn:aws:sqs` means every queue. The pattern as it is written
// counts as well, because a `*` may have covered the missing parts already: `arn:aws:*-prod`.
function completed(pattern: string): string {
  const colons = pattern.replace(/\$\{[^}]*\}/g, "").split(":").length - 1;
  return pattern.startsWith("arn:") ? pattern + ":*".repeat(Math.max(0, 5 - colons)) : pattern;
}

function unsupported(problem: string, where: string): PolicyError {
  return new PolicyError("UNSUPPORTED_STATEMENT", problem, { where });
}
