/** CreatePolicy, UpdatePolicy, DeletePolicy. */
import type { PolicyType } from "@aws-sdk/client-organizations";
import type { Random } from "@holdfast/core";
import { PolicyError, parsePolicy } from "@holdfast/policy";
import { randomLower } from "../random.ts";
import { type Operation, ServiceError } from "../service.ts";
import { refuseDuringChange } from "./attachments.ts";
import { constraint, invalid, policyNotFound } from "./errors.ts";
import { optionalText, policyType, text } from "./input.ts";
import { POLICY_KINDS } from "./policy-kinds.ts";
import { describedPolicy } from "./shapes.ts";
import { type OrganizationState, type Policy, withEntry } from "./state.ts";
import type { OrganizationStore } from "./store.ts";

function checkContent(content: string, type: PolicyType): string {
  if (content.length > POLICY_KINDS[type].characters) {
    const message = `The policy document exceeds ${POLICY_KINDS[type].characters} characters.`;
    throw constraint("POLICY_CONTENT_LIMIT_EXCEEDED", message);
  }
  if (!isDocument(content, type)) {
    const message =
      "The provided policy document does not meet the requirements of the policy type.";
    throw new ServiceError("MalformedPolicyDocumentException", message);
  }
  return content;
}

// An SCP speaks of whoever is in the account, an RCP of everybody: `Principal` only goes into RCPs.
function isDocument(content: string, type: PolicyType): boolean {
  try {
    const statements = [parsePolicy(content).Statement].flat();
    return statements.every(
      ({ Principal, NotPrincipal }) =>
        NotPrincipal === undefined &&
        (Principal !== undefined) === (type === "RESOURCE_CONTROL_POLICY"),
    );
  } catch (error) {
    if (error instanceof PolicyError) return false;
    throw error;
  }
}

function checkName(
  state: OrganizationState,
  name: string,
  type: PolicyType,
  except?: string,
): string {
  const taken = [...state.policies.values()].some(
    (policy) => policy.name === name && policy.type === type && policy.id !== except,
  );
  if (!taken) return name;
  throw new ServiceError("DuplicatePolicyException", "A policy with the same name already exists.");
}

export function policyOperations(
  store: OrganizationStore,
  random: Random,
): Readonly<Record<"CreatePolicy" | "UpdatePolicy" | "DeletePolicy", Operation>> {
  function changeable(input: Readonly<Record<string, unknown>>): Policy {
    const policy = store.current().policies.get(text(input, "PolicyId"));
    refuseDuringChange(store.current());
    if (!policy) throw policyNotFound();
    if (policy.awsManaged)
      throw invalid("IMMUTABLE_POLICY", "You can't change an AWS managed policy.");
    return policy;
  }

  function save(policy: Policy): Record<string, unknown> {
    store.update({ policies: withEntry(store.current().policies, policy.id, policy) });
    return { Policy: describedPolicy(store.current(), policy) };
  }

  return {
    CreatePolicy(input) {
      const type = policyType(input, "Type");
      refuseDuringChange(store.current());
      return save({
        id: `p-${randomLower(random, 8)}`,
        name: checkName(store.current(), text(input, "Name"), type),
        type,
        description: typeof input.Description === "string" ? input.Description : "",
        content: checkContent(text(input, "Content"), type),
        awsManaged: false,
      });
    },
    UpdatePolicy(input) {
      const policy = changeable(input);
      const name = optionalText(input, "Name") ?? policy.name;
      const { Description: description = policy.description } = input;
      return save({
        ...policy,
        name: checkName(store.current(), name, policy.type, policy.id),
        description: String(description),
        content: checkContent(optionalText(input, "Content") ?? policy.content, policy.type),
      });
    },
    DeletePolicy(input) {
      const policy = changeable(input);
      const used = [...store.current().attachments.values()].some((ids) => ids.includes(policy.id));
      if (used) {
        const message = "The policy is attached to one or more entities. Detach it first.";
        throw new ServiceError("PolicyInUseException", message);
      }
      store.update({ policies: withEntry(store.current().policies, policy.id, undefined) });
      return {};
    },
  };
}
