/** AttachPolicy and DetachPolicy, with everything AWS enforces about them. */
import type { Operation } from "../service.ts";
import { ServiceError } from "../service.ts";
import {
  changesInProgress,
  constraint,
  invalid,
  policyNotFound,
  policyTypeNotEnabled,
  targetNotFound,
} from "./errors.ts";
import { text } from "./input.ts";
import { POLICY_KINDS } from "./policy-kinds.ts";
import { attached, type OrganizationState, type Policy, withEntry } from "./state.ts";
import type { OrganizationStore } from "./store.ts";

/** Throws while a policy type is being enabled or disabled. */
export function refuseDuringChange(state: OrganizationState): void {
  const pending = [...state.policyTypes.values()].some((status) => status !== "ENABLED");
  if (pending) throw changesInProgress();
}

function find(
  state: OrganizationState,
  input: Readonly<Record<string, unknown>>,
): { readonly policy: Policy; readonly target: string } {
  const policy = state.policies.get(text(input, "PolicyId"));
  const target = text(input, "TargetId");
  refuseDuringChange(state);
  if (!policy) throw policyNotFound();
  if (!state.attachments.has(target)) throw targetNotFound();
  if (!state.policyTypes.has(policy.type)) throw policyTypeNotEnabled(policy.type);
  return { policy, target };
}

export function attachmentOperations(
  store: OrganizationStore,
): Readonly<Record<"AttachPolicy" | "DetachPolicy", Operation>> {
  function set(target: string, policies: readonly string[]): void {
    store.update({ attachments: withEntry(store.current().attachments, target, policies) });
  }

  return {
    AttachPolicy(input) {
      const state = store.current();
      const { policy, target } = find(state, input);
      const there = state.attachments.get(target) ?? [];
      if (there.includes(policy.id)) {
        throw new ServiceError(
          "DuplicatePolicyAttachmentException",
          "The selected policy is already attached to the specified target.",
        );
      }
      if (attached(state, target, policy.type).length >= POLICY_KINDS[policy.type].most) {
        throw constraint(
          "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
          "You have exceeded the number of policies of this type that can be attached to the target.",
        );
      }
      set(target, [...there, policy.id]);
      return {};
    },
    DetachPolicy(input) {
      const state = store.current();
      const { policy, target } = find(state, input);
      const there = state.attachments.get(target) ?? [];
      if (!there.includes(policy.id)) {
        throw new ServiceError(
          "PolicyNotAttachedException",
          "The policy isn't attached to the specified target in the specified root.",
        );
      }
      if (policy.id === POLICY_KINDS.RESOURCE_CONTROL_POLICY.fullAccess) {
        throw invalid("NON_DETACHABLE_POLICY", "You can't detach the policy RCPFullAWSAccess.");
      }
      if (attached(state, target, policy.type).length <= POLICY_KINDS[policy.type].least) {
        throw constraint(
          "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
          "You cannot remove the last policy attached to the specified target.",
        );
      }
      set(
        target,
        there.filter((id) => id !== policy.id),
      );
      return {};
    },
  };
}
