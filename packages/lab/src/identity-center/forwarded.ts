/** What Identity Center does in the management account with its caller's own rights. */
import { samlProvider } from "./role-names.ts";

/**
 * What whoever has roles made there must be allowed (Identity Center User Guide, "Identity-based policy
 * examples": required to create assignments in the management account).
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
].map((name) => `iam:${name}`);

export interface Right {
  readonly action: string;
  readonly resource: string;
}

/** @param role ARN of the role that is made or changed */
export function rightsToProvision(account: string, role: string): readonly Right[] {
  return [
    ...rightsToDeprovision(account),
    ...ROLE_ACTIONS.map((action) => ({ action, resource: role })),
  ];
}

/**
 * Recorded: the role itself is removed under Identity Center's own service-linked role. CloudFormation
 * asks for this one to delete an assignment (its handler of `AWS::SSO::Assignment`).
 */
export function rightsToDeprovision(account: string): readonly Right[] {
  return [{ action: "iam:GetSAMLProvider", resource: samlProvider(account) }];
}

/** The reason that a request failed for, in AWS's words. `denial` is IAM's message. */
export function refusedByIam(denial: string, requestId: string): string {
  return `Received a 403 status error: Access denied by IAM. Please check your policy, or wait for role propagation to complete. IAM Error: ${denial} (Service: AmazonIdentityManagement; Status Code: 403; Error Code: AccessDenied; Request ID: ${requestId}; Proxy: null)`;
}
