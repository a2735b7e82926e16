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

/** Where the answer alone says what the call was about: something new. */
const MADE: Readonly<Record<string, (output: Readonly<Record<string, unknown>>) => unknown>> = {
  CreatePermissionSet: ({ PermissionSet }) => Object(PermissionSet).PermissionSetArn,
  CreateGroup: ({ GroupId }) => GroupId,
  CreateUser: ({ UserId }) => UserId,
};

/**
 * The account of an assignment, otherwise the ARN of a permission set, or the id of a group, a user or
 * a membership. Undefined: the call is about everything of a kind.
 */
export function objectInCenter({ operation, input }: Call, outcome: CallOutcome) {
  const made = MADE[operation];
  if (made) return "output" in outcome ? text(made(outcome.output)) : undefined;
  const named = [...NAMING, "MembershipId"].map((member) => input[member]);
  const found = named.find((value) => typeof value === "string");
  return operation === "ProvisionPermissionSet" ? text(input.PermissionSetArn) : found;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
