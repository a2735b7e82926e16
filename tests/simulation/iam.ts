/** What an attacker may ask of IAM: input for every write that the lab has, drawn from what is there. */
import type * as sdk from "@aws-sdk/client-iam";
import type { Ground } from "./ground.ts";

const managed = (name: string) => `arn:aws:iam::aws:policy/${name}`;

const MANAGED = ["AdministratorAccess", "PowerUserAccess", "AWSDenyAll", "ReadOnlyAccess"].map(
  managed,
);
const OUTSIDE = "999999999999";

type Inputs = Readonly<Record<string, (ground: Ground) => object>>;

const status = (on: Ground) => on.draw.pick(["Active", "Inactive"] as const);

export const IAM_INPUTS: Inputs = {
  CreateUser: (on): sdk.CreateUserCommandInput => ({
    UserName: user(on),
    ...(on.draw.chance(0.3) && { Path: "/break-glass/" }),
  }),
  DeleteUser: (on): sdk.DeleteUserCommandInput => ({ UserName: user(on) }),
  CreateAccessKey: (on): sdk.CreateAccessKeyCommandInput => ({ UserName: user(on) }),
  UpdateAccessKey: (on) => ({
    ...credential(on, "AKIA", "AccessKeyId"),
    Status: status(on),
  }),
  DeleteAccessKey: (on) => credential(on, "AKIA", "AccessKeyId"),
  CreateServiceSpecificCredential: (on): sdk.CreateServiceSpecificCredentialCommandInput => ({
    UserName: user(on),
    ServiceName: on.draw.pick(["bedrock.amazonaws.com", "codecommit.amazonaws.com"]),
  }),
  UpdateServiceSpecificCredential: (on) => ({
    ...credential(on, "ACCA", "ServiceSpecificCredentialId"),
    Status: status(on),
  }),
  DeleteServiceSpecificCredential: (on) => credential(on, "ACCA", "ServiceSpecificCredentialId"),
  UploadSigningCertificate: (on): sdk.UploadSigningCertificateCommandInput => ({
    UserName: user(on),
    CertificateBody: "-----BEGIN CERTIFICATE-----",
  }),
  UpdateSigningCertificate: (on) => ({
    ...credential(on, "", "CertificateId"),
    Status: status(on),
  }),
  DeleteSigningCertificate: (on) => credential(on, "", "CertificateId"),
  UploadSSHPublicKey: (on): sdk.UploadSSHPublicKeyCommandInput => ({
    UserName: user(on),
    SSHPublicKeyBody: "ssh-rsa AAAA",
  }),
  UpdateSSHPublicKey: (on) => ({
    ...credential(on, "APKA", "SSHPublicKeyId"),
    Status: status(on),
  }),
  DeleteSSHPublicKey: (on) => credential(on, "APKA", "SSHPublicKeyId"),
  CreateLoginProfile: (on): sdk.CreateLoginProfileCommandInput => ({
    UserName: user(on),
    Password: "correct horse battery",
  }),
  UpdateLoginProfile: (on): sdk.UpdateLoginProfileCommandInput => ({
    UserName: user(on),
    PasswordResetRequired: true,
  }),
  DeleteLoginProfile: (on): sdk.DeleteLoginProfileCommandInput => ({ UserName: user(on) }),
  AttachUserPolicy: (on) => ({ UserName: user(on), PolicyArn: on.draw.pick(MANAGED) }),
  DetachUserPolicy: (on) => ({ UserName: user(on), PolicyArn: on.draw.pick(MANAGED) }),
  PutUserPolicy: (on) => ({ UserName: user(on), ...written(on) }),
  DeleteUserPolicy: (on) => ({ UserName: user(on), PolicyName: "own" }),
  CreateRole: (on): sdk.CreateRoleCommandInput => ({
    RoleName: role(on),
    AssumeRolePolicyDocument: trust(on),
  }),
  DeleteRole: (on): sdk.DeleteRoleCommandInput => ({ RoleName: role(on) }),
  UpdateAssumeRolePolicy: (on): sdk.UpdateAssumeRolePolicyCommandInput => ({
    RoleName: role(on),
    PolicyDocument: trust(on),
  }),
  AttachRolePolicy: (on) => ({ RoleName: role(on), PolicyArn: on.draw.pick(MANAGED) }),
  DetachRolePolicy: (on) => ({ RoleName: role(on), PolicyArn: on.draw.pick(MANAGED) }),
  PutRolePolicy: (on) => ({ RoleName: role(on), ...written(on) }),
  DeleteRolePolicy: (on) => ({ RoleName: role(on), PolicyName: on.draw.pick(["own", "deploy"]) }),
};

/** In the management account, which no policy binds, or in one whose policies refuse much. */
export function accountFor({ draw, now, management }: Ground): string {
  return draw.chance(0.5) ? management : draw.pick(Object.keys(now.accounts));
}

/** One that is there in some account, a declared name, or a new one. */
function user({ draw, now }: Ground): string {
  return draw.pick([...names(now.iam.users), "eve", "mallory"]);
}

function role({ draw, now }: Ground): string {
  return draw.pick([...names(now.iam.roles), "Vendor"]);
}

function names(entities: object): string[] {
  return Object.keys(entities).map((key) => key.slice(key.lastIndexOf("/") + 1));
}

/** Of a user that has one, if there is any. */
function credential({ draw, now }: Ground, prefix: string, member: string) {
  const all = Object.entries(now.iam.users).flatMap(([key, { credentials }]) =>
    Object.keys(credentials)
      .filter((id) => (prefix === "" ? id.length === 24 : id.startsWith(prefix)))
      .map((id) => ({ UserName: key.slice(key.lastIndexOf("/") + 1), [member]: id })),
  );
  return draw.pick([...all, { UserName: "eve", [member]: "AKIAEXAMPLENOSUCHKEY" }]);
}

function written({ draw }: Ground) {
  const Statement = draw.pick([
    { Effect: "Allow", Action: "*", Resource: "*" },
    { Effect: "Deny", Action: "s3:*", Resource: "*" },
  ]);
  return {
    PolicyName: "own",
    PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
  };
}

/** Sensible and senseless, to whoever is inside and outside. */
function trust({ draw, now }: Ground): string {
  const principals = [
    "*",
    { AWS: OUTSIDE },
    { AWS: draw.pick(Object.keys(now.accounts)) },
    { AWS: ["arn:aws:iam::100000000004:role/CiCd", OUTSIDE] },
    { AWS: "arn:aws:iam::100000000004:role/CiCd" },
    { Service: "lambda.amazonaws.com" },
    { Service: "rolesanywhere.amazonaws.com" },
  ];
  const Condition = { StringEquals: { "sts:ExternalId": "securecart-deploy-7f3a" } };
  const Statement = {
    Effect: draw.pick(["Allow", "Allow", "Allow", "Deny"]),
    Principal: draw.pick(principals),
    Action: "sts:AssumeRole",
    ...(draw.chance(0.3) && { Condition }),
  };
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
