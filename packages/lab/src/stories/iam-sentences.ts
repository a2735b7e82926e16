/** Calls of IAM as clauses for people. */
import type { Clause, Name } from "./sentences.ts";

/** `the role DeployRole of production` where an object is one in an account, else what it is called. */
export function named(object: string | undefined, name: Name): string {
  const [, account, kind, own] =
    /^(\d{12})\/(user|role|trail|detector)\/(.+)$/.exec(object ?? "") ?? [];
  if (account === undefined) return name(object);
  if (kind === "detector") return `GuardDuty's detector of ${name(account)} in ${own}`;
  return `the ${kind} ${own} of ${name(account)}`;
}

const policy = ({ PolicyArn }: Readonly<Record<string, unknown>>): string =>
  String(PolicyArn).replace(/^.*:policy\//, "AWS's ");

const lower = (status: unknown): string => String(status).toLowerCase();

export const IAM_WRITES: Readonly<Record<string, Clause>> = {
  CreateRole: (_input, _name, role) => `makes ${role}`,
  DeleteRole: (_input, _name, role) => `deletes ${role}`,
  UpdateAssumeRolePolicy: (_input, _name, role) => `changes whom ${role} lets in`,
  AttachRolePolicy: (input, _name, role) => `attaches ${policy(input)} to ${role}`,
  DetachRolePolicy: (input, _name, role) => `detaches ${policy(input)} from ${role}`,
  PutRolePolicy: (_input, _name, role) => `writes a policy into ${role}`,
  DeleteRolePolicy: (_input, _name, role) => `deletes a policy from ${role}`,
  CreateUser: (_input, _name, user) => `makes ${user}`,
  DeleteUser: (_input, _name, user) => `deletes ${user}`,
  CreateAccessKey: (_input, _name, user) => `makes an access key for ${user}`,
  UpdateAccessKey: ({ Status }, _name, user) => `makes an access key of ${user} ${lower(Status)}`,
  DeleteAccessKey: (_input, _name, user) => `deletes an access key of ${user}`,
  CreateLoginProfile: (_input, _name, user) => `gives ${user} a password`,
  DeleteLoginProfile: (_input, _name, user) => `takes the password of ${user} away`,
  AttachUserPolicy: (input, _name, user) => `attaches ${policy(input)} to ${user}`,
  DetachUserPolicy: (input, _name, user) => `detaches ${policy(input)} from ${user}`,
  PutUserPolicy: (_input, _name, user) => `writes a policy into ${user}`,
};

export const IAM_READS: Readonly<Record<string, (object: string) => string>> = {
  GetRole: (role) => role,
  GetUser: (user) => user,
  GetLoginProfile: (user) => `whether ${user} has a password`,
  ListAccessKeys: (user) => `the access keys of ${user}`,
  ListAttachedUserPolicies: (user) => `what is attached to ${user}`,
  ListServiceSpecificCredentials: (user) => `the service-specific credentials of ${user}`,
  ListSigningCertificates: (user) => `the certificates of ${user}`,
  ListSSHPublicKeys: (user) => `the SSH keys of ${user}`,
  ListUsers: () => "which users there are",
  GetAccountAuthorizationDetails: () => "which users and roles there are",
};
