/** Statements that change nothing: no request would be decided otherwise without them. */
import { compare, type Level, type PolicyDocument } from "@holdfast/policy";
import { fullAccess, levelsFor } from "../levels.ts";
import type { Account, ControlPolicy } from "../model.ts";
import { policyProblem, statementsOf } from "../places.ts";
import { controlPolicies } from "../query.ts";
import { reachedBy } from "./reach.ts";
import type { Found, LintContext, LintRule } from "./rule.ts";

export const unreachableStatement: LintRule = {
  id: "unreachable-statement",
  severity: "warning",
  title: "Every statement is about some request",
  help:
    "A statement whose conditions can't hold together denies nothing. Its author surely meant " +
    "something else.",
  check: (context) => statementsThat(isUnreachable, "is about no request at all", context),
};

export const redundantStatement: LintRule = {
  id: "redundant-statement",
  severity: "warning",
  title: "Every statement denies something that nothing else denies",
  help:
    "Wherever the policy is attached, other statements on the way to the account decide every request " +
    "as this one would: it may be left out, or it was meant to say something else. An Allow beside " +
    "FullAWSAccess, which the baseline leaves attached everywhere, is always of this kind.",
  check: (context) =>
    statementsThat(
      (policy, index, given) => !isUnreachable(policy, index) && isRedundant(policy, index, given),
      "changes nothing: without it every request would be decided alike",
      context,
    ),
};

function statementsThat(
  test: (policy: ControlPolicy, index: number, context: LintContext) => boolean,
  complaint: string,
  context: LintContext,
): Found[] {
  return controlPolicies(context.baseline).flatMap((policy) =>
    statementsOf(policy).flatMap(({ label, path }, index): Found[] => {
      if (!test(policy, index, context)) return [];
      const problem = policyProblem(context.places, policy.name, path, `${label} ${complaint}`);
      return [{ subject: `${policy.name}/${label}`, ...problem }];
    }),
  );
}

/** Whether the statement by itself refuses nothing. */
function isUnreachable({ name, type, content }: ControlPolicy, index: number): boolean {
  const statements = statementsOf({ content }).flatMap(({ statement }, at) =>
    at === index && statement.Effect === "Deny" ? [statement] : [],
  );
  if (statements.length === 0) return false;
  const level = (document: PolicyDocument) => [
    { name: "level", policies: [fullAccess(type), { name, document }] },
  ];
  const alone = level({ ...content, Statement: statements });
  return compare(level({ ...content, Statement: [] }), alone, { type }).relation === "equal";
}

/** Whether no account that the policy reaches would be any worse or better off without it. */
function isRedundant(policy: ControlPolicy, index: number, { baseline }: LintContext): boolean {
  const paths = new Map(
    reachedBy(policy, baseline).map((account): [string, Account] => [
      JSON.stringify([account.unit, account.policies]),
      account,
    ]),
  );
  if (paths.size === 0) return false;
  return [...paths.values()].every((account) => {
    const whole = levelsFor(baseline, account, policy.type);
    const options = { type: policy.type, account: account.id };
    return compare(whole, without(whole, policy.name, index), options).relation === "equal";
  });
}

function without(levels: readonly Level[], policy: string, index: number): Level[] {
  return levels.map((level) => ({
    ...level,
    policies: level.policies.map((one) => {
      if (one.name !== policy) return one;
      const kept = statementsOf({ content: one.document }).filter((_, at) => at !== index);
      const Statement = kept.map(({ statement }) => statement);
      return { ...one, document: { ...one.document, Statement } };
    }),
  }));
}
