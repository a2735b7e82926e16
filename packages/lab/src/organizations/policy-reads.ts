/** Reads of policies and of what they are attached to. */
import type { Operation } from "../service.ts";
import { targetArn } from "./arns.ts";
import { policyNotFound, targetNotFound } from "./errors.ts";
import { policyType, text } from "./input.ts";
import type { Reader } from "./reader.ts";
import { describedPolicy, summaryOf } from "./shapes.ts";
import { attached, type OrganizationState } from "./state.ts";

/** `PolicyTargetSummary` of the SDK. */
function describedTarget(state: OrganizationState, id: string): Record<string, unknown> {
  const account = state.accounts.get(id);
  const type = account ? "ACCOUNT" : id === state.root ? "ROOT" : "ORGANIZATIONAL_UNIT";
  const name = account?.name ?? state.units.get(id)?.name;
  return { TargetId: id, Arn: targetArn(state, id), Name: name, Type: type };
}

export function policyReads({ view, listed }: Reader): Readonly<Record<string, Operation>> {
  return {
    ListPolicies(input) {
      const state = view();
      const type = policyType(input, "Filter");
      const policies = [...state.policies.values()].filter((policy) => policy.type === type);
      return listed("Policies", input, policies, (policy) => summaryOf(state, policy));
    },
    ListPoliciesForTarget(input) {
      const state = view();
      const target = text(input, "TargetId");
      const type = policyType(input, "Filter");
      if (!state.attachments.has(target)) throw targetNotFound();
      const policies = attached(state, target, type);
      return listed("Policies", input, policies, (policy) => summaryOf(state, policy));
    },
    ListTargetsForPolicy(input) {
      const state = view();
      const id = text(input, "PolicyId");
      if (!state.policies.has(id)) throw policyNotFound();
      const targets = [...state.attachments].filter(([, ids]) => ids.includes(id));
      return listed("Targets", input, targets, ([target]) => describedTarget(state, target));
    },
    DescribePolicy(input) {
      const state = view();
      const policy = state.policies.get(text(input, "PolicyId"));
      if (!policy) throw policyNotFound();
      return { Policy: describedPolicy(state, policy) };
    },
  };
}
