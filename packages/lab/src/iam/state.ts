/** The users and roles of all accounts as an immutable value: part of the organization's state. */

/** What users and roles have in common. */
export interface Entity {
  readonly account: string;
  /** Begins and ends with `/`. */
  readonly path: string;
  readonly name: string;
  /** `AIDA…` or `AROA…`: whoever is made again under the same name has another one. */
  readonly id: string;
  /** Epoch milliseconds, as all times here. */
  readonly created: number;
  /** ARNs of managed policies, in the order they were attached. */
  readonly attached: readonly string[];
  /** Name -> text, exactly as it was sent. */
  readonly inline: ReadonlyMap<string, string>;
}

export type CredentialKind =
  | "access-key"
  | "service-specific"
  | "signing-certificate"
  | "ssh-public-key";

/** What a user calls AWS with. */
export interface Credential {
  readonly kind: CredentialKind;
  readonly id: string;
  readonly status: "Active" | "Inactive";
  readonly created: number;
  /** Of a service-specific credential: whose it is, e.g. `bedrock.amazonaws.com`. */
  readonly service?: string;
  /** Of a certificate or a public key: its text. */
  readonly body?: string;
}

export interface User extends Entity {
  readonly credentials: readonly Credential[];
  /** Undefined: it can't sign in to the console. */
  readonly password: { readonly created: number; readonly resetRequired: boolean } | undefined;
}

export interface Role extends Entity {
  readonly description: string;
  /** Seconds. */
  readonly maxSession: number;
  /** The trust policy, exactly as it was sent. */
  readonly trust: string;
  /** ARN of a user or role in it -> the unique id of whoever had it when the policy was saved. */
  readonly bound: ReadonlyMap<string, string>;
}

export interface IamState {
  /** Both by `entityKey`. */
  readonly users: ReadonlyMap<string, User>;
  readonly roles: ReadonlyMap<string, Role>;
}

export const NO_IAM: IamState = { users: new Map(), roles: new Map() };

/** Names are unique in an account whatever their case (IAM User Guide). */
export function entityKey(account: string, name: string): string {
  return `${account} ${name.toLowerCase()}`;
}

export function userArn({
  account,
  path,
  name,
}: Pick<Entity, "account" | "path" | "name">): string {
  return `arn:aws:iam::${account}:user${path}${name}`;
}

export function roleArn({
  account,
  path,
  name,
}: Pick<Entity, "account" | "path" | "name">): string {
  return `arn:aws:iam::${account}:role${path}${name}`;
}
