/** What an attacker may ask Identity Center and its identity store for. */
import type * as directory from "@aws-sdk/client-identitystore";
import type * as sso from "@aws-sdk/client-sso-admin";
import type { Ground } from "./ground.ts";

type Inputs = Readonly<Record<string, (ground: Ground) => object>>;

const AWS_POLICIES = ["AdministratorAccess", "ReadOnlyAccess", "IAMFullAccess"].map(
  (name) => `arn:aws:iam::aws:policy/${name}`,
);
const REFERENCES = [
  { Name: "team-policy", Path: "/" },
  { Name: "team-policy", Path: "/teams/" },
];
const INLINE = [
  { Effect: "Allow", Action: "*", Resource: "*" },
  { Effect: "Deny", Action: "s3:DeleteBucket", Resource: "*" },
].map((Statement) => JSON.stringify({ Version: "2012-10-17", Statement: [Statement] }));
const NAMES = ["AdministratorAccess", "PowerUserAccess", "ReadOnlyAccess", "Maintenance", "Quiet"];
const DURATIONS = ["PT1H", "PT4H", "PT12H"];

export const SSO_INPUTS: Inputs = {
  CreatePermissionSet: (on): sso.CreatePermissionSetCommandInput => ({
    InstanceArn: on.center.instance,
    Name: on.draw.pick(NAMES),
    SessionDuration: on.draw.pick(DURATIONS),
  }),
  UpdatePermissionSet: (on): sso.UpdatePermissionSetCommandInput => ({
    ...set(on),
    ...(on.draw.chance(0.6) && { SessionDuration: on.draw.pick(DURATIONS) }),
    ...(on.draw.chance(0.3) && { Description: "maintenance" }),
    ...(on.draw.chance(0.3) && { RelayState: "https://console.aws.amazon.com/iam" }),
  }),
  DeletePermissionSet: (on): sso.DeletePermissionSetCommandInput => set(on),
  PutInlinePolicyToPermissionSet: (on): sso.PutInlinePolicyToPermissionSetCommandInput => ({
    ...set(on),
    InlinePolicy: on.draw.pick(INLINE),
  }),
  DeleteInlinePolicyFromPermissionSet: (on): sso.DeleteInlinePolicyFromPermissionSetCommandInput =>
    set(on),
  AttachManagedPolicyToPermissionSet: (on): sso.AttachManagedPolicyToPermissionSetCommandInput => ({
    ...set(on),
    ManagedPolicyArn: on.draw.pick(AWS_POLICIES),
  }),
  DetachManagedPolicyFromPermissionSet: (
    on,
  ): sso.DetachManagedPolicyFromPermissionSetCommandInput => ({
    ...set(on),
    ManagedPolicyArn: on.draw.pick(AWS_POLICIES),
  }),
  AttachCustomerManagedPolicyReferenceToPermissionSet: (
    on,
  ): sso.AttachCustomerManagedPolicyReferenceToPermissionSetCommandInput => ({
    ...set(on),
    CustomerManagedPolicyReference: on.draw.pick(REFERENCES),
  }),
  DetachCustomerManagedPolicyReferenceFromPermissionSet: (
    on,
  ): sso.DetachCustomerManagedPolicyReferenceFromPermissionSetCommandInput => ({
    ...set(on),
    CustomerManagedPolicyReference: on.draw.pick(REFERENCES),
  }),
  PutPermissionsBoundaryToPermissionSet: (
    on,
  ): sso.PutPermissionsBoundaryToPermissionSetCommandInput => ({
    ...set(on),
    PermissionsBoundary: { ManagedPolicyArn: on.draw.pick(AWS_POLICIES) },
  }),
  DeletePermissionsBoundaryFromPermissionSet: (
    on,
  ): sso.DeletePermissionsBoundaryFromPermissionSetCommandInput => set(on),
  ProvisionPermissionSet: (on): sso.ProvisionPermissionSetCommandInput => ({
    ...set(on),
    ...(on.draw.chance(0.6)
      ? { TargetType: "ALL_PROVISIONED_ACCOUNTS" }
      : { TargetType: "AWS_ACCOUNT", TargetId: account(on) }),
  }),
  TagResource: (on): sso.TagResourceCommandInput => ({
    InstanceArn: on.center.instance,
    ResourceArn: set(on).PermissionSetArn,
    Tags: [{ Key: "team", Value: on.draw.pick(["platform", "mallory"]) }],
  }),
  UntagResource: (on): sso.UntagResourceCommandInput => ({
    InstanceArn: on.center.instance,
    ResourceArn: set(on).PermissionSetArn,
    TagKeys: ["team"],
  }),
  CreateAccountAssignment: (on): sso.CreateAccountAssignmentCommandInput => ({
    ...set(on),
    TargetId: account(on),
    TargetType: "AWS_ACCOUNT",
    ...(on.draw.chance(0.5)
      ? { PrincipalType: "USER", PrincipalId: user(on) }
      : { PrincipalType: "GROUP", PrincipalId: group(on) }),
  }),
  DeleteAccountAssignment(on): sso.DeleteAccountAssignmentCommandInput {
    const TargetId = account(on);
    const assigned = on.now.identityCenter?.assignments[TargetId] ?? [];
    const [, type, id] = on.draw.pick([...assigned, `any GROUP ${group(on)}`]).split(" ");
    return {
      ...set(on),
      TargetId,
      TargetType: "AWS_ACCOUNT",
      PrincipalType: type === "USER" ? "USER" : "GROUP",
      PrincipalId: id,
    };
  },
};

export const DIRECTORY_INPUTS: Inputs = {
  CreateGroupMembership: (on): directory.CreateGroupMembershipCommandInput => ({
    ...store(on),
    GroupId: group(on),
    MemberId: { UserId: user(on) },
  }),
  DeleteGroupMembership: (on): directory.DeleteGroupMembershipCommandInput => ({
    ...store(on),
    MembershipId: on.draw.pick([...on.center.memberships.keys(), NOBODY]),
  }),
  CreateUser: (on): directory.CreateUserCommandInput => ({
    ...store(on),
    UserName: on.draw.pick(["eve", "mallory", "olivia@securecart.example"]),
    DisplayName: "Eve",
  }),
  DeleteUser: (on): directory.DeleteUserCommandInput => ({ ...store(on), UserId: user(on) }),
  CreateGroup: (on): directory.CreateGroupCommandInput => ({
    ...store(on),
    DisplayName: on.draw.pick(["SecureCart-Ops", "Maintenance"]),
  }),
  UpdateGroup: (on): directory.UpdateGroupCommandInput => ({
    ...store(on),
    GroupId: group(on),
    Operations: [{ AttributePath: "displayName", AttributeValue: on.draw.pick(["Ops", "Quiet"]) }],
  }),
  DeleteGroup: (on): directory.DeleteGroupCommandInput => ({ ...store(on), GroupId: group(on) }),
};

/** Now and then one that does not exist. */
function set({ draw, center }: Ground) {
  const none = `${center.instance.replace(":instance/", ":permissionSet/")}/ps-0000000000000000`;
  const all = draw.chance(0.05) ? [none] : [...center.permissionSets.keys(), none];
  return { InstanceArn: center.instance, PermissionSetArn: draw.pick(all) };
}

function store({ center }: Ground) {
  return { IdentityStoreId: center.identityStore };
}

function account({ draw, now }: Ground): string {
  return draw.pick(Object.keys(now.accounts));
}

const NOBODY = "00000000-0000-4000-8000-000000000000";

function user({ draw, now }: Ground): string {
  return draw.pick([...Object.keys(now.identityCenter?.users ?? {}), NOBODY]);
}

function group({ draw, now }: Ground): string {
  return draw.pick([...Object.keys(now.identityCenter?.groups ?? {}), NOBODY]);
}
