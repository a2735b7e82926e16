/** The context object that Lambda hands to a handler. Used on both sides of the thread boundary. */

/** As plain data, so that it can be sent to a worker. */
export interface InvocationContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  /** Epoch milliseconds at which the invocation is ended. */
  readonly deadline: number;
}

/** What the handler sees; `now` is the clock that it lives by. */
export interface HandlerContext extends Omit<InvocationContext, "deadline"> {
  readonly callbackWaitsForEmptyEventLoop: boolean;
  getRemainingTimeInMillis(): number;
}

export type Handler = (event: unknown, context: HandlerContext) => unknown;

export function handlerContext(
  { deadline, ...context }: InvocationContext,
  now: () => number,
): HandlerContext {
  return {
    ...context,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(deadline - now(), 0),
  };
}
