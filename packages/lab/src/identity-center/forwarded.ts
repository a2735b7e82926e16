/** What Identity Center does in the management account with its caller's own rights. */
import type { OrganizationState } from "../organizations/state.ts";
import type { Call } from "../service.ts";

/**
 * What whoever makes roles in the management account must be allowed there, beside the call itself
 * (Identity Center User Guide: "Permissions for managing access to the management account").
 */
const ROLE_ACTIONS = [
  "AttachRolePolicy",
  "CreateRole",
  "DeleteRole",
  "DeleteRolePolicy",
  "DetachRolePolicy",
  "GetRole",
  "ListAttachedRolePolicies",
  "ListRolePolicies",
  "PutRolePolicy",
  "UpdateRole",
  "UpdateRoleDescription",
];

const TOUCHING = new Set([
  "CreateAccountAssignment",
  "DeleteAccountAssignment",
  "ProvisionPermissionSet",
]);

/** IAM actions and resources that a call needs as well; none where it leaves the management account alone. */
export function forwarded(
  call: Call,
  state: OrganizationState,
): readonly { readonly action: string; readonly resource: string }[] {
  if (call.service !== "sso" || !TOUCHING.has(call.operation)) return [];
  if (!touchesManagement(call, state)) return [];
  const arn = `arn:aws:iam::${state.management}`;
  const roles = `${arn}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_any_0123456789abcdef`;
  return [
    ...ROLE_ACTIONS.map((name) => ({ action: `iam:${name}`, resource: roles })),
    {
      action: "iam:GetSAMLProvider",
      resource: `${arn}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE`,
    },
  ];
}

function touchesManagement({ input }: Call, state: OrganizationState): boolean {
  if (input.TargetType !== "ALL_PROVISIONED_ACCOUNTS") return input.TargetId === state.management;
  return [...(state.identityCenter?.provisioned.values() ?? [])].some(
    ({ account, permissionSet }) =>
      account === state.management && permissionSet === input.PermissionSetArn,
  );
}
