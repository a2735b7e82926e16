/** One AWS call as the rest of this package makes it: within budget, classified, retried, logged. */
import { type AwsError, type Clock, HoldfastError, type Log, type Random } from "@holdfast/core";
import type { Budgets } from "./budget.ts";
import type { Clients } from "./clients.ts";
import { toAwsError } from "./errors.ts";
import { retry } from "./retry.ts";
import type { SdkAction, SdkInput, SdkOutput } from "./sdk.ts";

export interface CallOptions {
  readonly clients: Clients;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Where the calls go; Organizations has one Region of its own. */
  readonly region: string;
  /** Without them only AWS limits the rate. */
  readonly budgets?: Budgets;
  /** Nothing is waited for beyond this instant (milliseconds since the epoch). */
  readonly deadline?: number;
}

/** Sends `input`; throws an `AwsError`. `onRetry` is given each error after which it tries again. */
export type Call = <A extends SdkAction>(
  action: A,
  input: SdkInput<A>,
  onRetry?: (error: AwsError) => void,
) => Promise<SdkOutput<A>>;

export function createCall(options: CallOptions): Call {
  const { clients, clock, random, budgets, log, region, deadline } = options;
  return (action, input, onRetry) =>
    retry(
      async () => {
        await budgets?.take(action, deadline);
        try {
          return await clients.send(action, input, region);
        } catch (error) {
          throw error instanceof HoldfastError ? error : toAwsError(action, error);
        }
      },
      {
        clock,
        random,
        deadline,
        onRetry(error, attempt, pause) {
          const { awsCode } = error;
          const fields = { action, awsCode, attempt, pause: Math.round(pause) };
          log.warn("AWS call failed, trying again", fields);
          onRetry?.(error);
        },
      },
    );
}
