/**
 * The AWS API as types: every action literal ("organizations:AttachPolicy") with the SDK's own
 * command input and output. Types only: nothing of the SDK is loaded by core.
 */
import type * as CloudTrail from "@aws-sdk/client-cloudtrail";
import type * as GuardDuty from "@aws-sdk/client-guardduty";
import type * as Iam from "@aws-sdk/client-iam";
import type * as IdentityStore from "@aws-sdk/client-identitystore";
import type * as Organizations from "@aws-sdk/client-organizations";
import type * as SecurityHub from "@aws-sdk/client-securityhub";
import type * as SsoAdmin from "@aws-sdk/client-sso-admin";
import type { NoUndefined } from "@smithy/types";

/** Maps "service:" prefixes of IAM actions to the SDK client that carries them. */
interface Clients {
  cloudtrail: typeof CloudTrail;
  guardduty: typeof GuardDuty;
  iam: typeof Iam;
  identitystore: typeof IdentityStore;
  organizations: typeof Organizations;
  securityhub: typeof SecurityHub;
  sso: typeof SsoAdmin;
}

type Operation<Client> = {
  [Name in keyof Client]: Name extends `${infer Op}Command`
    ? Op extends "$" // the SDK's base class, `$Command`
      ? never
      : Op
    : never;
}[keyof Client];

type CommandOf<S extends keyof Clients, Op extends string> = `${Op}Command` extends keyof Clients[S]
  ? Clients[S][`${Op}Command`]
  : never;

/** An IAM action that the SDK has a command for. */
export type Action = {
  [S in keyof Clients]: `${S}:${Operation<Clients[S]>}`;
}[keyof Clients];

type Command<A extends Action> = A extends `${infer S extends keyof Clients}:${infer Op}`
  ? CommandOf<S, Op>
  : never;

/** The input of an action; required members must be there and not be undefined. */
export type Input<A extends Action> =
  Command<A> extends abstract new (
    // By the instance: constructors of commands whose input is optional take a tuple of arguments.
    ...args: never[]
  ) => { readonly input: infer I }
    ? NoUndefined<I>
    : never;

/** The output of an action, as the SDK types it. */
export type Output<A extends Action> =
  Command<A> extends abstract new (
    ...args: never[]
  ) => { resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: infer O }> }
    ? O
    : never;
