/** The generated clients as types: which actions can be sent, with what input and output. */
import type { services } from "./generated/clients.ts";

export type ServiceName = keyof typeof services;

type Module<S extends ServiceName> = Awaited<ReturnType<(typeof services)[S]>>;

/** An IAM action that the generated files hold a command for. */
export type SdkAction = {
  [S in ServiceName]: `${S}:${Exclude<keyof Module<S>, "Client"> & string}`;
}[ServiceName];

type Command<A extends SdkAction> = A extends `${infer S extends ServiceName}:${infer Operation}`
  ? Operation extends keyof Module<S>
    ? Module<S>[Operation]
    : never
  : never;

/** The SDK's own command input. */
export type SdkInput<A extends SdkAction> =
  Command<A> extends abstract new (
    // By the instance: constructors of commands whose input is optional take a tuple of arguments.
    ...args: never[]
  ) => { readonly input: infer I }
    ? I
    : never;

/** The SDK's own command output. */
export type SdkOutput<A extends SdkAction> =
  Command<A> extends abstract new (
    ...args: never[]
  ) => { resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: infer O }> }
    ? O
    : never;
