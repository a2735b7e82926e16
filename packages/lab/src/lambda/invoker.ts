/** What runs a function: the same interface in process and in worker threads. */
import type { FunctionDescription, Random } from "@holdfast/core";
import type { LabClock } from "../clock.ts";
import type { Credentials } from "../identity.ts";
import type { InvocationContext } from "./context.ts";

/** One invocation: resolves with the function's result, rejects with whatever ended it. */
export type Invoke = (event: unknown, context: InvocationContext) => Promise<unknown>;

/** Which invocations: the one with this id, or the one whose call was signed with this key. */
export type Which = { readonly requestId: string } | { readonly accessKeyId: string };

export interface Invoker {
  readonly invoke: Invoke;
  /** Ends an invocation where it stands; its promise rejects with `reason`. */
  kill(which: Which, reason: Error): void;
  /** Ends everything, also what is kept warm. */
  close(): Promise<void>;
}

/** What a function's environment gives it. */
export interface Runtime {
  readonly clock: LabClock;
  readonly random: Random;
  /** The description's environment with what Lambda adds, without credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** A new session of the function's role: every execution environment has its own. */
  credentials(): Credentials;
  /** Takes one line of the function's output. */
  log(line: string): void;
}

export type InvokerFactory = (description: FunctionDescription, runtime: Runtime) => Invoker;
