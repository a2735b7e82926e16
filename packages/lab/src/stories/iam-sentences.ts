/** Calls of IAM as clauses for people. */
import type { Clause, Name } from "./sentences.ts";

/** `the role DeployRole of production` where an object is one of IAM, else what it is called. */
export function named(object: string | undefined, name: Name): string {
  const [, account, kind, own] = /^(\d{12})\/(user|role)\/(.+)$/.exec(object ?? "") ?? [];
  return account === undefined ? name(object) : `the ${kind} ${own} of ${name(account)}`;
}

const policy = ({ PolicyArn }: Readonly<Record<string, unknown>>): string =>
  String(PolicyArn).replace(/^.*:policy\//, "AWS's ");

export const IAM_WRITES: Readonly<Record<string, Clause>> = {
  CreateRole: (_input, _name, role) => `makes ${role}`,
  DeleteRole: (_input, _name, role) => `deletes ${role}`,
  UpdateAssumeRolePolicy: (_input, _name, role) => `changes whom ${role} lets in`,
  AttachRolePolicy: (input, _name, role) => `attaches ${policy(input)} to ${role}`,
  DetachRolePolicy: (input, _name, role) => `detaches ${policy(input)} from ${role}`,
  PutRolePolicy: (_input, _name, role) => `writes a policy into ${role}`,
  DeleteRolePolicy: (_input, _name, role) => `deletes a policy from ${role}`,
};

export const IAM_READS: Readonly<Record<string, (object: string) => string>> = {
  GetRole: (role) => role,
  GetAccountAuthorizationDetails: () => "which users and roles there are",
};
