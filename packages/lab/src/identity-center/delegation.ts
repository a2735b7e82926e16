/** What a delegated administrator of Identity Center may do. */
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
