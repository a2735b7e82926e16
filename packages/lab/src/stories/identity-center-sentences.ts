/** Calls of Identity Center and its identity store as clauses for people. */
import type { Clause, Name } from "./sentences.ts";

/** Often named like a permission set that it is in. */
const policy = ({ ManagedPolicyArn }: Readonly<Record<string, unknown>>): string =>
  String(ManagedPolicyArn).replace(/^.*:policy\//, "AWS's ");

const reference = ({ CustomerManagedPolicyReference }: Readonly<Record<string, unknown>>) => {
  const { Path = "/", Name = "" } = Object(CustomerManagedPolicyReference);
  return `the account's own ${Path}${Name}`;
};

const assigned = (input: Readonly<Record<string, unknown>>, name: Name): string =>
  `${name(input.PermissionSetArn)} in ${name(input.TargetId)}`;

export const IDENTITY_CENTER_WRITES: Readonly<Record<string, Clause>> = {
  CreatePermissionSet: ({ Name }) => `makes a permission set named ${Name}`,
  DeletePermissionSet: (_input, _name, set) => `deletes the permission set ${set}`,
  UpdatePermissionSet: ({ SessionDuration }, _name, set) =>
    SessionDuration === undefined
      ? `changes the permission set ${set}`
      : `lets sessions of ${set} last ${SessionDuration}`,
  ProvisionPermissionSet: (_input, _name, set) => `provisions ${set}`,
  PutInlinePolicyToPermissionSet: (_input, _name, set) => `writes the inline policy of ${set}`,
  DeleteInlinePolicyFromPermissionSet: (_input, _name, set) =>
    `deletes the inline policy of ${set}`,
  AttachManagedPolicyToPermissionSet: (input, _name, set) => `attaches ${policy(input)} to ${set}`,
  DetachManagedPolicyFromPermissionSet: (input, _name, set) =>
    `detaches ${policy(input)} from ${set}`,
  AttachCustomerManagedPolicyReferenceToPermissionSet: (input, _name, set) =>
    `attaches ${reference(input)} to ${set}`,
  DetachCustomerManagedPolicyReferenceFromPermissionSet: (input, _name, set) =>
    `detaches ${reference(input)} from ${set}`,
  PutPermissionsBoundaryToPermissionSet: (_input, _name, set) => `sets the boundary of ${set}`,
  DeletePermissionsBoundaryFromPermissionSet: (_input, _name, set) =>
    `removes the boundary of ${set}`,
  CreateAccountAssignment: (input, name) =>
    `gives ${assigned(input, name)} to ${name(input.PrincipalId)}`,
  DeleteAccountAssignment: (input, name) =>
    `takes ${assigned(input, name)} from ${name(input.PrincipalId)}`,
  CreateGroupMembership: ({ MemberId }, name, group) =>
    `adds ${name(Object(MemberId).UserId)} to ${group}`,
  DeleteGroupMembership: () => "removes somebody from a group",
  CreateUser: ({ UserName }) => `makes a user ${UserName}`,
  DeleteUser: (_input, _name, user) => `deletes the user ${user}`,
  CreateGroup: ({ DisplayName }) => `makes a group ${DisplayName}`,
  UpdateGroup: (_input, _name, group) => `changes the group ${group}`,
  DeleteGroup: (_input, _name, group) => `deletes the group ${group}`,
};

export const IDENTITY_CENTER_READS: Readonly<Record<string, (object: string) => string>> = {
  ListInstances: () => "which Identity Center there is",
  ListPermissionSets: () => "which permission sets there are",
  DescribePermissionSet: (set) => `the permission set ${set}`,
  GetInlinePolicyForPermissionSet: (set) => `the inline policy of ${set}`,
  ListManagedPoliciesInPermissionSet: (set) => `what is attached to ${set}`,
  ListCustomerManagedPolicyReferencesInPermissionSet: (set) => `what ${set} refers to`,
  GetPermissionsBoundaryForPermissionSet: (set) => `the boundary of ${set}`,
  ListAccountsForProvisionedPermissionSet: (set) => `where ${set} has arrived`,
  ListPermissionSetProvisioningStatus: () => "what AWS is provisioning",
  DescribePermissionSetProvisioningStatus: () => "what came of it",
  ListAccountAssignments: (account) => `who has what in ${account}`,
  ListAccountAssignmentCreationStatus: () => "which assignments AWS is making",
  DescribeAccountAssignmentCreationStatus: () => "what came of one",
  ListAccountAssignmentDeletionStatus: () => "which assignments AWS is ending",
  DescribeAccountAssignmentDeletionStatus: () => "what came of one",
  DescribeGroup: (group) => `the group ${group}`,
  DescribeUser: (user) => `the user ${user}`,
  ListGroups: () => "which groups there are",
  ListGroupMemberships: (group) => `who is in ${group}`,
};
