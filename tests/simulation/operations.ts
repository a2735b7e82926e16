/**
 * What an attacker may ask for: input for every write that the lab has, drawn from what is there.
 * Sensible and senseless, since refusals are part of a history.
 */
import type * as sdk from "@aws-sdk/client-organizations";
import { administratorOf, DETECTOR_INPUTS } from "./detectors.ts";
import type { Ground } from "./ground.ts";
import { accountFor, IAM_INPUTS } from "./iam.ts";
import { DIRECTORY_INPUTS, SSO_INPUTS } from "./identity-center.ts";
import { TRAIL_INPUTS } from "./trails.ts";

/** Something that an administrator of an account asks for. */
export interface Act {
  readonly account: string;
  readonly input: object;
  /** What the management account's administrator detaches first, as it would be refused. */
  readonly detached: readonly { readonly PolicyId: string; readonly TargetId: string }[];
}

const SERVICES = [
  "config.amazonaws.com",
  "guardduty.amazonaws.com",
  "member.org.stacksets.cloudformation.amazonaws.com",
  "sso.amazonaws.com",
];

const CONTENTS = [
  { Effect: "Allow", Action: "*", Resource: "*" },
  { Effect: "Deny", Action: "s3:DeleteBucket", Resource: "*" },
  {
    Effect: "Deny",
    Action: "*",
    Resource: "*",
    Condition: { Bool: { "aws:ViaAWSService": "true" } },
  },
].map((Statement) => JSON.stringify({ Version: "2012-10-17", Statement }));

/** By the name of the operation. */
const ORGANIZATIONS_INPUTS: Readonly<Record<string, (ground: Ground) => object>> = {
  AttachPolicy: (on): sdk.AttachPolicyCommandInput => ({
    PolicyId: policy(on),
    TargetId: target(on),
  }),
  DetachPolicy(on): sdk.DetachPolicyCommandInput {
    const TargetId = target(on);
    const attached = on.now.attachments[TargetId] ?? [];
    return {
      TargetId,
      PolicyId: on.draw.pick([...attached, policy(on)]),
    };
  },
  CreatePolicy: (on): sdk.CreatePolicyCommandInput => ({
    Name: name(on),
    Description: "",
    Content: on.draw.pick(CONTENTS),
    Type: "SERVICE_CONTROL_POLICY",
  }),
  UpdatePolicy: (on): sdk.UpdatePolicyCommandInput => ({
    PolicyId: policy(on),
    ...(on.draw.chance(0.5) && { Name: name(on) }),
    ...(on.draw.chance(0.3) && { Description: "maintenance" }),
    ...(on.draw.chance(0.6) && { Content: on.draw.pick(CONTENTS) }),
  }),
  DeletePolicy: (on): sdk.DeletePolicyCommandInput => ({ PolicyId: policy(on) }),
  EnablePolicyType: (on): sdk.EnablePolicyTypeCommandInput => ({
    RootId: root(on),
    PolicyType: type(on),
  }),
  DisablePolicyType: (on): sdk.DisablePolicyTypeCommandInput => ({
    RootId: root(on),
    PolicyType: type(on),
  }),
  MoveAccount(on): sdk.MoveAccountCommandInput {
    const AccountId = account(on);
    const from = on.now.accounts[AccountId]?.parent ?? root(on);
    const [SourceParentId, DestinationParentId] = [from, unit(on)];
    return { AccountId, SourceParentId, DestinationParentId };
  },
  CreateOrganizationalUnit: (on): sdk.CreateOrganizationalUnitCommandInput => ({
    ParentId: unit(on),
    Name: name(on),
  }),
  UpdateOrganizationalUnit: (on): sdk.UpdateOrganizationalUnitCommandInput => ({
    OrganizationalUnitId: unit(on),
    Name: name(on),
  }),
  DeleteOrganizationalUnit: (on): sdk.DeleteOrganizationalUnitCommandInput => ({
    OrganizationalUnitId: unit(on),
  }),
  CreateAccount: (on): sdk.CreateAccountCommandInput => ({
    AccountName: name(on),
    Email: `${name(on)}@securecart.example`,
  }),
  CloseAccount: (on): sdk.CloseAccountCommandInput => ({ AccountId: account(on) }),
  RemoveAccountFromOrganization: (on): sdk.RemoveAccountFromOrganizationCommandInput => ({
    AccountId: account(on),
  }),
  LeaveOrganization: (): sdk.LeaveOrganizationCommandInput => ({}),
  InviteAccountToOrganization: (on): sdk.InviteAccountToOrganizationCommandInput => ({
    Target: { Type: "ACCOUNT", Id: on.draw.pick([account(on), "999999999999"]) },
  }),
  AcceptHandshake: (): sdk.AcceptHandshakeCommandInput => ({
    HandshakeId: "h-examplehandshakeid111",
  }),
  RegisterDelegatedAdministrator: (on): sdk.RegisterDelegatedAdministratorCommandInput => ({
    AccountId: account(on),
    ServicePrincipal: on.draw.pick(SERVICES),
  }),
  DeregisterDelegatedAdministrator: (on): sdk.DeregisterDelegatedAdministratorCommandInput => ({
    AccountId: on.draw.pick([...Object.keys(on.now.delegatedAdministrators), account(on)]),
    ServicePrincipal: on.draw.pick(SERVICES),
  }),
  EnableAWSServiceAccess: (on): sdk.EnableAWSServiceAccessCommandInput => ({
    ServicePrincipal: on.draw.pick(SERVICES),
  }),
  DisableAWSServiceAccess: (on): sdk.DisableAWSServiceAccessCommandInput => ({
    ServicePrincipal: on.draw.pick(SERVICES),
  }),
  PutResourcePolicy: (on): sdk.PutResourcePolicyCommandInput => ({ Content: delegation(on) }),
  DeleteResourcePolicy: (): sdk.DeleteResourcePolicyCommandInput => ({}),
  TagResource: (on): sdk.TagResourceCommandInput => ({
    ResourceId: on.draw.pick([policy(on), target(on)]),
    Tags: [{ Key: "holdfast", Value: "exempt" }],
  }),
  UntagResource: (on): sdk.UntagResourceCommandInput => ({
    ResourceId: on.draw.pick([policy(on), target(on)]),
    TagKeys: ["holdfast"],
  }),
};

const INPUTS: Readonly<Record<string, (ground: Ground) => object>> = Object.fromEntries(
  Object.entries({
    organizations: ORGANIZATIONS_INPUTS,
    sso: SSO_INPUTS,
    identitystore: DIRECTORY_INPUTS,
    iam: IAM_INPUTS,
    cloudtrail: TRAIL_INPUTS,
    guardduty: DETECTOR_INPUTS,
  }).flatMap(([service, inputs]) =>
    Object.entries(inputs).map(([name, input]) => [`${service}:${name}`, input]),
  ),
);

/** Calls that a member makes for itself. */
const BY_MEMBERS = ["organizations:LeaveOrganization", "organizations:AcceptHandshake"];

/** The operations that can be drawn, by name. */
export const drawable: readonly string[] = Object.keys(INPUTS);

/** @param operation as `organizations:AttachPolicy`; throws if nothing is known of it */
export function actOf(operation: string, on: Ground): Act {
  const inputFor = INPUTS[operation];
  if (inputFor === undefined) {
    throw new Error(`nothing draws an input for ${operation}: add it to tests/simulation`);
  }
  const [service = ""] = operation.split(":");
  const guards = on.draw.chance(0.7) ? (GUARDS[service] ?? []) : [];
  return {
    account: callerOf(operation, on),
    input: inputFor(on),
    detached: guards.flatMap((name) => placesOf(name, on)),
  };
}

/** Policies of SecureCart that refuse what is done in accounts. */
const GUARDS: Readonly<Record<string, readonly string[]>> = {
  guardduty: ["protect-guardduty-securityhub", "protect-security-services"],
  iam: ["deny-delete-role", "developers-no-iam", "no-iam-users"],
};

function placesOf(name: string, { now }: Ground): Act["detached"] {
  const ids = Object.values(now.policies).flatMap((one) => (one.name === name ? one.id : []));
  return Object.entries(now.attachments).flatMap(([TargetId, attached]) =>
    attached.filter((id) => ids.includes(id)).map((PolicyId) => ({ PolicyId, TargetId })),
  );
}

function callerOf(operation: string, on: Ground): string {
  if (operation.startsWith("iam:")) return accountFor(on);
  if (operation.startsWith("guardduty:")) return administratorOf(on);
  return BY_MEMBERS.includes(operation) ? account(on) : caller(on);
}

/** Mostly the management account; a delegated administrator or any other member now and then. */
function caller({ draw, management, now }: Ground): string {
  if (draw.chance(0.85)) return management;
  return draw.pick([...Object.keys(now.delegatedAdministrators), ...Object.keys(now.accounts)]);
}

/** Declared and foreign ones; now and then one that does not exist. */
function policy({ draw, now }: Ground): string {
  return draw.chance(0.05) ? "p-nosuchpolicy" : draw.pick(Object.keys(now.policies));
}

function target(on: Ground): string {
  return on.draw.chance(0.5) ? account(on) : unit(on);
}

function account({ draw, now }: Ground): string {
  return draw.pick(Object.keys(now.accounts));
}

function unit({ draw, now }: Ground): string {
  return draw.pick(Object.keys(now.units));
}

function root({ now }: Ground): string {
  const found = Object.values(now.units).find(({ parent }) => parent === undefined);
  if (found === undefined) throw new Error("the organization has no root");
  return found.id;
}

function type({ draw }: Ground): sdk.PolicyType {
  return draw.pick(["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY"]);
}

/** Names of things that are there or were, AWS's own prefix, and new ones. */
function name({ draw, now }: Ground): string {
  const names = Object.values(now.policies).map((one) => one.name);
  return draw.pick([...names, "aws-guardrails-x", `name-${draw.between(1, 5)}`]);
}

function delegation(on: Ground): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account(on)}:root` },
      Action: ["organizations:AttachPolicy", "organizations:DetachPolicy"],
      Resource: "*",
    },
  });
}
