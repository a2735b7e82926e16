/** Runs a handler function in this process: fast, and steppable in a debugger. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { FunctionDescription } from "@holdfast/core";
import { type Handler, handlerContext } from "./context.ts";
import type { InvokerFactory, Runtime } from "./invoker.ts";

/**
 * `make` builds the handler once, from the function's description and what its environment gives.
 * A killed invocation is abandoned, not stopped: what it does after that, it does unseen.
 */
export function inProcess(
  make: (runtime: Runtime, description: FunctionDescription) => Handler,
): InvokerFactory {
  return (description, runtime) => {
    const handler = make(runtime, description);
    const invocation = new AsyncLocalStorage<string>();
    const running = new Map<string, (reason: Error) => void>();
    return {
      async invoke(event, context) {
        const id = context.awsRequestId;
        const { promise: killed, reject } = Promise.withResolvers<never>();
        running.set(id, reject);
        const work = async () => handler(event, handlerContext(context, runtime.clock.now));
        try {
          return await runtime.clock.run(() =>
            invocation.run(id, () => Promise.race([work(), killed])),
          );
        } finally {
          running.delete(id);
        }
      },
      // All invocations share the handler and its key: who made a call is known by where it came from.
      kill(which, reason) {
        const id = "requestId" in which ? which.requestId : invocation.getStore();
        if (id !== undefined) running.get(id)?.(reason);
      },
      async close() {
        for (const reject of running.values()) reject(new Error("the lab was closed"));
      },
    };
  };
}
