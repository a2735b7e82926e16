/** The messages between the lab and a worker thread that runs a function. */
import type { InvocationContext } from "./context.ts";

/** What a worker is started with. */
export interface WorkerSetup {
  /** URL of the bundle's module. */
  readonly module: string;
  /** Name of the handler's export. */
  readonly handler: string;
  /** Whether time is the lab's: epoch milliseconds to start from, or undefined for real time. */
  readonly now: number | undefined;
  /** What `Math.random` follows under the lab's time, so that a run can be repeated. */
  readonly seed: number;
}

export type ToWorker =
  | {
      readonly type: "invoke";
      readonly now: number;
      readonly turn: number;
      readonly event: unknown;
      readonly context: InvocationContext;
    }
  /** A sleep is over. `turn` counts what the lab has sent, so that an older "idle" is known as such. */
  | { readonly type: "wake"; readonly now: number; readonly turn: number; readonly timer: number };

export type FromWorker =
  | { readonly type: "done"; readonly result: unknown }
  | {
      readonly type: "failed";
      readonly name: string;
      readonly message: string;
      readonly stack: string;
    }
  | { readonly type: "sleep"; readonly timer: number; readonly ms: number }
  | { readonly type: "cancel"; readonly timer: number }
  /** Nothing is left to do until a sleep ends. */
  | { readonly type: "idle"; readonly turn: number }
  | { readonly type: "log"; readonly line: string };
