/** ARNs of what an organization consists of. */
import type { OrganizationState, Policy } from "./state.ts";

type Place = Pick<OrganizationState, "id" | "management" | "root">;

export function policyArn(
  state: Place,
  policy: Pick<Policy, "id" | "type" | "awsManaged">,
): string {
  const type = policy.type.toLowerCase();
  return policy.awsManaged
    ? `arn:aws:organizations::aws:policy/${type}/${policy.id}`
    : `arn:aws:organizations::${state.management}:policy/${state.id}/${type}/${policy.id}`;
}

/** All of the organization's own policies of a type. */
export function anyPolicyArn({ management, id }: Place, type: string): string {
  return `arn:aws:organizations::${management}:policy/${id}/${type.toLowerCase()}/*`;
}

/** ARN of an account, a unit or the root, told apart by the form of its id as AWS does. */
export function targetArn(state: Place, id: string): string {
  const kind = id.startsWith("r-") ? "root" : id.startsWith("ou-") ? "ou" : "account";
  return `arn:aws:organizations::${state.management}:${kind}/${state.id}/${id}`;
}

export function resourcePolicyArn(state: Place, id: string): string {
  return `arn:aws:organizations::${state.management}:resourcepolicy/${state.id}/${id}`;
}

export function handshakeArn(state: Place, id: string): string {
  return `arn:aws:organizations::${state.management}:handshake/${state.id}/invite/${id}`;
}
