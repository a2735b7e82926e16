/** What a call of Identity Center or its identity store is about. */
import type { CallOutcome } from "../endpoint.ts";
import type { Call } from "../service.ts";

// Of the members of an input that name something, the first one here names the object of the call.
const NAMING = [
  "TargetId",
  "AccountId",
  "PermissionSetArn",
  "ResourceArn",
  "GroupId",
  "UserId",
  "PrincipalId",
];

/**
 * The account of an assignment, otherwise the ARN of a permission set, or the id of a group, a user or
 * a membership. Undefined: the call is about everything of a kind.
 */
export function objectInCenter({ operation, input }: Call, outcome: CallOutcome) {
  if (operation === "CreatePermissionSet")
    return "output" in outcome ? arnIn(outcome.output) : undefined;
  const named = [...NAMING, "MembershipId"].map((member) => input[member]);
  const found = named.find((value) => typeof value === "string");
  return operation === "ProvisionPermissionSet" ? text(input.PermissionSetArn) : found;
}

function arnIn({ PermissionSet }: Readonly<Record<string, unknown>>): string | undefined {
  return text(Object(PermissionSet).PermissionSetArn);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
