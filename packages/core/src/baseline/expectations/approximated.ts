/** Expectations that came out as they did because of an approximation of an AWS managed policy. */
import { type AwsManagedPolicies, awsManagedPolicyArn } from "@holdfast/policy/aws-managed";
import type { RuleInfo } from "../lint/rule.ts";
import type { Baseline } from "../model.ts";
import type { Places } from "../places.ts";
import type { Diagnostic } from "../problem.ts";

export const approximatedPolicy: RuleInfo = {
  id: "approximated-policy",
  severity: "note",
  title: "Expectations rest on AWS's own documents",
  help:
    "AWS managed policies of a thousand actions and more change nearly every week; Holdfast knows them only by " +
    "an approximation, which is enough to look at and no proof. Bring the document that AWS has today: a " +
    "file under `managedPolicyDocuments`, as `aws iam get-policy-version` returns it.",
};

/** @param rests name of the policy -> how many expectations rest on its approximation */
export function approximations(
  rests: ReadonlyMap<string, number>,
  { identityCenter }: Baseline,
  { main }: Places,
  aws: AwsManagedPolicies,
): Diagnostic[] {
  return [...rests].flatMap(([name, count]) => {
    const arn = awsManagedPolicyArn(name);
    const basis = aws.get(arn)?.basis;
    const set = identityCenter?.permissionSets.find(
      ({ managedPolicies, boundary }) =>
        managedPolicies.includes(arn) || (boundary?.kind === "aws" && boundary.arn === arn),
    );
    if (basis?.kind !== "approximation" || set === undefined) return [];
    const what = count === 1 ? "one expectation rests" : `${count} expectations rest`;
    const problem = main.problem(
      ["permissionSets", set.name],
      `${what} on an approximation: ${name} is ${basis.how}`,
      "bring its document under managedPolicyDocuments",
    );
    const { id, severity } = approximatedPolicy;
    return [{ ...problem, rule: id, severity, subject: name }];
  });
}
