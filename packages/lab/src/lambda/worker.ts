/** One execution environment: a worker thread with its own `process.env` and the lab's time. */
import { Worker } from "node:worker_threads";
import type { Cancel, LabClock } from "../clock.ts";
import type { InvocationContext } from "./context.ts";
import type { FromWorker, ToWorker, WorkerSetup } from "./protocol.ts";

export interface WorkerOptions {
  readonly clock: LabClock;
  /** URL of the module, and the name of the handler's export. */
  readonly module: string;
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Of `Math.random` inside; used under virtual time only. */
  readonly seed: number;
  log(line: string): void;
}

export interface FunctionWorker {
  /** Runs one invocation; there must be no other under way. */
  invoke(event: unknown, context: InvocationContext): Promise<unknown>;
  /** Id of the invocation under way. */
  current(): string | undefined;
  kill(reason: Error): Promise<void>;
}

interface Invocation {
  readonly id: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: Error) => void;
}

/** `onGone` is called when the thread has ended and can't be used again. */
export function startWorker(options: WorkerOptions, onGone: () => void): FunctionWorker {
  const { clock } = options;
  const setup: WorkerSetup = {
    module: options.module,
    handler: options.handler,
    now: clock.kind === "virtual" ? clock.now() : undefined,
    seed: options.seed,
  };
  const worker = new Worker(new URL("./thread.ts", import.meta.url), {
    workerData: setup,
    env: { ...options.environment },
    stdout: true,
    stderr: true,
  });
  const sleeps = new Map<number, { readonly due: number; cancel: Cancel }>();
  let invocation: Invocation | undefined;
  let release: Cancel = () => {};
  let turn = 0;
  let gone = false;

  function post(message: ToWorker): void {
    release();
    release = clock.busy(`function ${options.environment.AWS_LAMBDA_FUNCTION_NAME}`);
    worker.postMessage(message);
  }

  function arm(timer: number, due: number): void {
    const cancel = clock.at(due, () => {
      sleeps.delete(timer);
      turn++;
      post({ type: "wake", now: clock.now(), turn, timer });
    });
    sleeps.set(timer, { due, cancel });
  }

  // Lambda freezes an environment between invocations; sleeps left over go on with the next one.
  function end(): Invocation | undefined {
    const ended = invocation;
    invocation = undefined;
    for (const { cancel } of sleeps.values()) cancel();
    release();
    return ended;
  }

  function lose(reason: Error): void {
    if (!gone) onGone();
    gone = true;
    const ended = end();
    sleeps.clear();
    ended?.reject(reason);
  }

  worker.on("message", (message: FromWorker) => {
    if (gone) return;
    switch (message.type) {
      case "log":
        return options.log(message.line);
      case "sleep":
        return arm(message.timer, clock.now() + message.ms);
      case "cancel":
        sleeps.get(message.timer)?.cancel();
        return void sleeps.delete(message.timer);
      case "idle":
        if (message.turn === turn) release();
        return;
      case "done":
        return end()?.resolve(message.result);
      case "failed":
        return end()?.reject(failure(message));
    }
  });
  worker.on("error", (error) => lose(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", (code) => lose(new Error(`Runtime exited with code ${code}`)));

  return {
    current: () => invocation?.id,
    invoke(event, context) {
      return new Promise((resolve, reject) => {
        invocation = { id: context.awsRequestId, resolve, reject };
        for (const [timer, { due }] of sleeps) arm(timer, due);
        turn++;
        post({ type: "invoke", now: clock.now(), turn, event, context });
      });
    },
    async kill(reason) {
      lose(reason);
      await worker.terminate();
    },
  };
}

function failure({ name, message, stack }: Extract<FromWorker, { type: "failed" }>): Error {
  const error = new Error(message);
  return Object.assign(error, { name, stack });
}
