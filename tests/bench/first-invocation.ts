/** What Lambda would hand to the enforcer after a policy was detached, and a lab to answer it. */

import { sceneOf } from "@holdfast/cli/open-lab";
import type { Baseline, Deployment } from "@holdfast/core";
import {
  createLab,
  createVirtualClock,
  type Handler,
  inProcess,
  type Runtime,
  serve,
} from "@holdfast/lab";
import { createAttacker } from "@holdfast/lab/stories";

export interface Invocation {
  readonly event: unknown;
  /** As plain data, without its functions. */
  readonly context: Readonly<Record<string, unknown>>;
  /** Environment variables, with credentials and the lab's address. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Opens a lab, has a policy detached, and gives `use` the invocation that follows. */
export async function withFirstInvocation<T>(
  baseline: Baseline,
  deployment: Deployment,
  use: (invocation: Invocation) => Promise<T>,
): Promise<T> {
  let runtime: Runtime | undefined;
  let invoked: Parameters<Handler> | undefined;
  const invoker = inProcess((given, { name }) => {
    if (!name.endsWith("-organization")) return () => {};
    runtime = given;
    return (...invocation) => {
      invoked ??= invocation;
    };
  });
  // The cold-starting process lives by real time, so the event must not come from its future.
  const clock = createVirtualClock(Date.now());
  const lab = createLab({ baseline, deployment, clock, seed: 1, invoker });
  const server = await serve(lab.handle, 0);
  try {
    const connection = { endpoint: server.url };
    const { management, places, policies } = sceneOf(lab, connection, baseline, deployment);
    const attacker = createAttacker(management, connection);
    await attacker.detach(policies["developers-no-iam"] ?? "", places["Root/Workloads"] ?? "");
    await clock.drain();
    if (!runtime || !invoked) throw new Error("the detach led to no invocation");
    const [event, context] = invoked;
    return await use({
      event,
      context: JSON.parse(JSON.stringify(context)),
      environment: environmentOf(runtime, server.url),
    });
  } finally {
    await server.close();
    await lab.close();
  }
}

function environmentOf(runtime: Runtime, endpoint: string): Invocation["environment"] {
  const { accessKeyId, secretAccessKey, sessionToken } = runtime.credentials();
  return {
    ...runtime.environment,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_ENDPOINT_URL: endpoint,
    // The settings of whoever runs the benchmark must not reach the function.
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
}
