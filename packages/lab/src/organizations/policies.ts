/** CreatePolicy, UpdatePolicy, DeletePolicy. */
import type { PolicyType } from "@aws-sdk/client-organizations";
import type { Random } from "@holdfast/core";
import { checkPolicy } from "@holdfast/policy";
import { randomLower } from "../random.ts";
import { type Operation, ServiceError } from "../service.ts";
import { refuseDuringChange } from "./attachments.ts";
import { constraint, invalid, policyNotFound } from "./errors.ts";
import { type Input, limited, optionalText, policyType, text } from "./input.ts";
import { isControlPolicy, POLICY_KINDS } from "./policy-kinds.ts";
import { describedPolicy } from "./shapes.ts";
import { type OrganizationState, type Policy, type Tags, withEntry } from "./state.ts";
import type { OrganizationStore } from "./store.ts";
import { requestedTags, withTags } from "./tags.ts";

function checkContent(content: string, type: PolicyType): string {
  const { characters } = POLICY_KINDS[type];
  if (content.length > characters) {
    const message = `The policy document exceeds ${characters} characters.`;
    throw constraint("POLICY_CONTENT_LIMIT_EXCEEDED", message);
  }
  const sound = isControlPolicy(type)
    ? checkPolicy(content, type).problems.length === 0
    : isJsonObject(content);
  if (sound) return content;
  const message = "The provided policy document does not meet the requirements of the policy type.";
  throw new ServiceError("MalformedPolicyDocumentException", message);
}

// The languages of the other types are not checked any further.
function isJsonObject(content: string): boolean {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
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
  if (!taken) return limited(name, "Name", 128);
  throw new ServiceError("DuplicatePolicyException", "A policy with the same name already exists.");
}

/** May be empty, unlike a name. */
function descriptionIn({ Description }: Input): string | undefined {
  return typeof Description === "string" ? limited(Description, "Description", 512) : undefined;
}

function checkNumber({ policies }: OrganizationState, type: PolicyType): void {
  const number = [...policies.values()].filter((policy) => policy.type === type).length;
  if (number < POLICY_KINDS[type].number) return;
  const message = "You have exceeded the number of policies of this type in the organization.";
  throw constraint("POLICY_NUMBER_LIMIT_EXCEEDED", message);
}

export function policyOperations(
  store: OrganizationStore,
  random: Random,
): Readonly<Record<"CreatePolicy" | "UpdatePolicy" | "DeletePolicy", Operation>> {
  function changeable(input: Input): Policy {
    const policy = store.current().policies.get(text(input, "PolicyId"));
    refuseDuringChange(store.current());
    if (!policy) throw policyNotFound();
    if (policy.awsManaged)
      throw invalid("IMMUTABLE_POLICY", "You can't change an AWS managed policy.");
    return policy;
  }

  function save(policy: Policy, tags: Tags = new Map()): Record<string, unknown> {
    const state = store.current();
    store.update({
      policies: withEntry(state.policies, policy.id, policy),
      tags: withTags(state, policy.id, tags),
    });
    return { Policy: describedPolicy(store.current(), policy) };
  }

  return {
    CreatePolicy(input) {
      const type = policyType(input, "Type");
      const state = store.current();
      refuseDuringChange(state);
      checkNumber(state, type);
      const policy = {
        id: `p-${randomLower(random, 8)}`,
        name: checkName(state, text(input, "Name"), type),
        type,
        description: descriptionIn(input) ?? "",
        content: checkContent(text(input, "Content"), type),
        awsManaged: false,
      };
      return save(policy, requestedTags(input));
    },
    UpdatePolicy(input) {
      const policy = changeable(input);
      const name = optionalText(input, "Name") ?? policy.name;
      return save({
        ...policy,
        name: checkName(store.current(), name, policy.type, policy.id),
        description: descriptionIn(input) ?? policy.description,
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
      const { policies, tags } = store.current();
      store.update({
        policies: withEntry(policies, policy.id, undefined),
        tags: withEntry(tags, policy.id, undefined),
      });
      return {};
    },
  };
}
