/** One invocation of a function: its context, its time-out, and how it ended. */
import type { FunctionDescription, Random } from "@holdfast/core";
import type { LabClock } from "../clock.ts";
import { randomHex, randomUuid } from "../random.ts";
import type { InvocationContext } from "./context.ts";
import type { Invoker } from "./invoker.ts";

export interface RunOptions {
  readonly description: FunctionDescription;
  readonly invoker: Invoker;
  readonly clock: LabClock;
  readonly random: Random;
  readonly account: string;
  readonly region: string;
}

/** How an invocation ended: with a result, or with what the function or its time-out threw. */
export type Ended = {
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
} & ({ readonly result: unknown } | { readonly thrown: Error });

/** Never rejects. */
export type Run = (event: unknown) => Promise<Ended>;

export function createRun(options: RunOptions): Run {
  const { description, invoker, clock, random, account, region } = options;
  const { name, memory, timeout } = description;

  function contextOf(awsRequestId: string, deadline: number): InvocationContext {
    const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    return {
      awsRequestId,
      functionName: name,
      functionVersion: "$LATEST",
      invokedFunctionArn: functionArn(name, { account, region }),
      memoryLimitInMB: String(memory),
      logGroupName: `/aws/lambda/${name}`,
      logStreamName: `${day}/[$LATEST]${randomHex(random, 32)}`,
      deadline,
    };
  }

  return async (event) => {
    const startedAt = clock.now();
    const requestId = randomUuid(random);
    const deadline = startedAt + timeout * 1000;
    const stopTimeout = clock.at(deadline, () => {
      const reason = new Error(`${requestId} Task timed out after ${timeout.toFixed(2)} seconds`);
      invoker.kill({ requestId }, reason);
    });
    try {
      const result = await invoker.invoke(event, contextOf(requestId, deadline));
      return { requestId, startedAt, result };
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      return { requestId, startedAt, thrown: error };
    } finally {
      stopTimeout();
    }
  };
}

export function functionArn(
  name: string,
  { account, region }: { readonly account: string; readonly region: string },
): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/** Why an invocation failed, in a line. */
export function errorLine(ended: Ended): string | undefined {
  return "thrown" in ended ? `${ended.thrown.name}: ${ended.thrown.message}` : undefined;
}
