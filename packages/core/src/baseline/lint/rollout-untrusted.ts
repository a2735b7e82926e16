/** What every account has comes there by StackSets, which need the organization's trust for it. */
import type { Found, LintRule } from "./rule.ts";

/** Service principal of StackSets that the organization manages (AWS Organizations guide). */
const STACK_SETS = "member.org.stacksets.cloudformation.amazonaws.com";

export const rolloutUntrusted: LintRule = {
  id: "rollout-untrusted",
  severity: "error",
  title: "StackSets, which bring Holdfast's forwarders into every account, are a trusted service",
  help:
    "The list of trusted services is complete: what it does not name is told, and in mode `revert` its access is ended. " +
    "Without StackSets' access no account that joins gets its forwarders, and nothing of what happens in it is heard.",
  check({ baseline, places }) {
    const { trustedServices } = baseline.organizationTrust ?? {};
    if (trustedServices === undefined || trustedServices.includes(STACK_SETS)) return [];
    const path = ["organizationTrust", "trustedServices"];
    const message = `${STACK_SETS} is not declared, and Holdfast needs it`;
    const problem = places.main.problem(path, message, "add it to the list");
    return [{ subject: STACK_SETS, ...problem }] satisfies readonly Found[];
  },
};
