/** PutResourcePolicy and DeleteResourcePolicy: the policy that delegates to members. */
import type { Random } from "@holdfast/core";
import { checkPolicy, type PolicyStatement } from "@holdfast/policy";
import { randomLower } from "../random.ts";
import type { Operation } from "../service.ts";
import { onlySupports } from "../services/support.ts";
import { isDelegable } from "./delegable.ts";
import { invalid, resourcePolicyNotFound } from "./errors.ts";
import { text } from "./input.ts";
import { describedResourcePolicy } from "./shapes.ts";
import type { OrganizationStore } from "./store.ts";

export function resourcePolicyOperations(
  store: OrganizationStore,
  random: Random,
): Readonly<Record<"PutResourcePolicy" | "DeleteResourcePolicy", Operation>> {
  return {
    PutResourcePolicy(input) {
      onlySupports("PutResourcePolicy", input, ["Content"], "InvalidInputException");
      const content = text(input, "Content");
      checkContent(content);
      const id = store.current().resourcePolicy?.id ?? `rp-${randomLower(random, 8)}`;
      const resourcePolicy = { id, content };
      store.update({ resourcePolicy });
      return { ResourcePolicy: describedResourcePolicy(store.current(), resourcePolicy) };
    },
    DeleteResourcePolicy() {
      if (!store.current().resourcePolicy) throw resourcePolicyNotFound();
      store.update({ resourcePolicy: undefined });
      return {};
    },
  };
}

function checkContent(content: string): void {
  const { document, problems } = checkPolicy(content, "RESOURCE", "the resource policy", {
    store: "DELEGATION_POLICY",
  });
  const [first] = problems;
  if (first?.code === "TOO_LARGE")
    throw invalid("MAX_LENGTH_EXCEEDED", `Content ${first.problem}.`);
  if (first || !document) {
    const message = `This resource policy contains invalid JSON: ${first?.problem}`;
    throw invalid("INVALID_RESOURCE_POLICY_JSON", message);
  }
  for (const statement of [document.Statement].flat()) checkStatement(statement);
}

// NotAction and NotResource are refused since 30 June 2026: what is delegated must be listed.
function checkStatement(statement: PolicyStatement): void {
  const { Action, NotAction, NotResource, Principal } = statement;
  const unsupported = [Action ?? []].flat().find((action) => !couldBeDelegable(action));
  if (NotAction !== undefined || unsupported !== undefined) {
    const message = `The resource policy can't delegate ${unsupported ?? "NotAction"}.`;
    throw invalid("UNSUPPORTED_ACTION_IN_RESOURCE_POLICY", message);
  }
  if (NotResource !== undefined) {
    const message = "The resource policy can't have NotResource.";
    throw invalid("UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY", message);
  }
  const kinds = typeof Principal === "object" ? Object.keys(Principal) : [];
  if (Principal === undefined || kinds.some((kind) => kind !== "AWS")) {
    const message = "The resource policy must name accounts of the organization as principals.";
    throw invalid("INVALID_PRINCIPAL", message);
  }
}

// A wildcard is taken as it is: it can only ever delegate what is delegable.
function couldBeDelegable(action: string): boolean {
  const [service = "", operation = ""] = action.split(":");
  if (service.toLowerCase() !== "organizations") return false;
  return /[*?]/.test(operation) || isDelegable(operation);
}
