/** Runs built functions in worker threads: the bundle that is deployed, in an environment of its own. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { SLACK_PATH } from "../services/slack/index.ts";
import type { InvokerFactory } from "./invoker.ts";
import { type FunctionWorker, startWorker } from "./worker.ts";

/**
 * `folder` holds the deployment description, to which bundles are relative. `endpointUrl` is asked
 * when an environment starts: the lab's port is not known before it listens.
 */
export function workerThreads(options: {
  readonly folder: string;
  readonly endpointUrl: () => string;
}): InvokerFactory {
  return (description, runtime) => {
    const workers = new Map<FunctionWorker, { readonly accessKeyId: string }>();

    // `index.handler` is the export `handler` of `index.mjs`.
    const dot = description.handler.lastIndexOf(".");
    const file = `${description.handler.slice(0, dot)}.mjs`;
    const module = pathToFileURL(resolve(options.folder, description.bundle, file)).href;
    const handler = description.handler.slice(dot + 1);

    function start(): FunctionWorker {
      const { accessKeyId, secretAccessKey, sessionToken } = runtime.credentials();
      const environment = {
        ...runtime.environment,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
        AWS_ENDPOINT_URL: options.endpointUrl(),
        HOLDFAST_SLACK_URL: `${options.endpointUrl()}${SLACK_PATH}/api`,
        // The settings of whoever runs the lab must not reach the function.
        AWS_CONFIG_FILE: "/dev/null",
        AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      };
      const { clock, log } = runtime;
      const seed = Math.floor(runtime.random() * 2 ** 32);
      const worker = startWorker({ clock, module, handler, environment, seed, log }, () => {
        workers.delete(worker);
      });
      workers.set(worker, { accessKeyId });
      return worker;
    }

    return {
      invoke(event, context) {
        const warm = [...workers.keys()].find((worker) => worker.current() === undefined);
        return (warm ?? start()).invoke(event, context);
      },
      kill(which, reason) {
        for (const [worker, { accessKeyId }] of workers) {
          const hit =
            "requestId" in which
              ? worker.current() === which.requestId
              : accessKeyId === which.accessKeyId;
          if (hit) void worker.kill(reason);
        }
      },
      async close() {
        const reason = new Error("the lab was closed");
        await Promise.all([...workers.keys()].map((worker) => worker.kill(reason)));
      },
    };
  };
}
