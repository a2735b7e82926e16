/** What others than the management account may do with Identity Center: delegated administrators, and members. */
import type { OrganizationState } from "../organizations/state.ts";
import type { Call } from "../service.ts";
import { isReadOnly } from "../trail/record.ts";

export const SSO = "sso.amazonaws.com";

/**
 * Everything but assignments in the management account and permission sets that are provisioned there
 * (Identity Center User Guide, "Delegated administration"); such a set can't even be assigned elsewhere.
 */
export function isDelegatedTo(account: string, call: Call, state: OrganizationState): boolean {
  if (state.delegations.get(account)?.has(SSO) !== true) return false;
  return isReadOnly(call) || !touchesManagement(call, state);
}

/**
 * Whoever may read in a member account may read there who is in the organization's identity store (Identity
 * Store API Reference, each read: "you can use this API operation from the member account").
 */
export function isOpenToMembers(call: Call, state: OrganizationState): boolean {
  const { service, principal } = call;
  return service === "identitystore" && isReadOnly(call) && state.accounts.has(principal.account);
}

function touchesManagement({ input }: Call, state: OrganizationState): boolean {
  const { PermissionSetArn, ResourceArn = PermissionSetArn, TargetId } = input;
  const { assignments, provisioned } = state.identityCenter ?? {};
  return (
    TargetId === state.management ||
    [...(assignments?.values() ?? []), ...(provisioned?.values() ?? [])].some(
      ({ account, permissionSet }) => account === state.management && permissionSet === ResourceArn,
    )
  );
}
