/** Lambda: the functions of a deployment description, each fed by its queue or by the topic. */
import type { Deployment, FunctionDescription } from "@holdfast/core";
import type { LabClock } from "../clock.ts";
import { functionEnvironment } from "../deploy.ts";
import type { Identity, Role } from "../identity.ts";
import type { RandomSource } from "../random.ts";
import type { Sqs } from "../services/sqs.ts";
import { type Asynchronous, createAsynchronous } from "./asynchronous.ts";
import type { Invoker, InvokerFactory } from "./invoker.ts";
import { createMapping, type Invocation, type Mapping } from "./mapping.ts";
import { createRun, type Ended, errorLine, type Run } from "./run.ts";

/** One line of output of a function, or of the lab itself. */
export interface LogLine {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly functionName: string;
  readonly text: string;
}

export interface FunctionsOptions {
  readonly deployment: Deployment;
  readonly roles: ReadonlyMap<string, Role>;
  readonly clock: LabClock;
  readonly random: RandomSource;
  readonly sqs: Sqs;
  readonly identity: Pick<Identity, "assumeRole">;
  /** Undefined: the queues have no reader. */
  readonly invoker: InvokerFactory | undefined;
  log(functionName: string, text: string): void;
}

export interface Functions {
  /** Puts a message on a queue and wakes its reader. */
  send(queue: string, body: string): void;
  /** Lets every reader look at its queue. */
  poke(): void;
  /** Invokes a function asynchronously; nobody is there if nothing is subscribed. */
  deliver(functionName: string, event: unknown): void;
  /** Runs a function at once, beside what its source gives it; undefined if there is none. */
  invoke(functionName: string, event: unknown): Promise<Ended> | undefined;
  /** Ends the invocation whose calls are signed with this key. */
  kill(accessKeyId: string): void;
  invocations(): readonly Invocation[];
  close(): Promise<void>;
}

// Lambda renews credentials behind a function's back; the lab's simply last.
const LONG = 10 * 365 * 24 * 3600;

export function createFunctions(options: FunctionsOptions): Functions {
  const { deployment, roles, clock, random, sqs, identity, log } = options;
  const { account, region } = deployment;
  const invocations: Invocation[] = [];
  const invokers: Invoker[] = [];
  const mappings: Mapping[] = [];
  const asynchronous = new Map<string, Asynchronous>();
  const runs = new Map<string, Run>();

  function start(factory: InvokerFactory, description: FunctionDescription): void {
    const { name, source } = description;
    const invoker = factory(description, {
      clock,
      random: random(`function/${name}`),
      environment: functionEnvironment(description, region),
      credentials: () =>
        identity.assumeRole("lambda.amazonaws.com", {
          roleArn: roles.get(name)?.arn ?? name,
          sessionName: name,
          durationSeconds: LONG,
        }),
      log: (line) => log(name, line),
    });
    invokers.push(invoker);
    const run = { description, invoker, clock, random: random(`lambda/${name}`), account, region };
    runs.set(name, createRun({ ...run, random: random(`invoke/${name}`) }));
    if ("queue" in source) {
      mappings.push(createMapping({ ...run, settings: source, source: sqs, onInvocation }));
    } else {
      const sendToQueue = (queue: string, body: string) => void sqs.send(queue, body);
      asynchronous.set(name, createAsynchronous({ ...run, source, sendToQueue, onInvocation }));
    }
  }

  function onInvocation(invocation: Invocation): void {
    invocations.push(invocation);
    if (invocation.error) log(invocation.functionName, invocation.error);
  }

  async function direct(functionName: string, run: Run, event: unknown): Promise<Ended> {
    const ended = await run(event);
    const error = errorLine(ended);
    const { requestId, startedAt } = ended;
    const times = { startedAt, endedAt: clock.now() };
    onInvocation({
      ...{ functionName, requestId, messages: 0, ...times, failed: 0 },
      ...(error !== undefined && { error }),
    });
    return ended;
  }

  const { invoker: factory } = options;
  if (factory) for (const description of deployment.functions) start(factory, description);

  function poke(): void {
    for (const mapping of mappings) mapping.poke();
  }

  return {
    send(queue, body) {
      sqs.send(queue, body);
      poke();
    },
    poke,
    invoke(functionName, event) {
      const run = runs.get(functionName);
      return run && direct(functionName, run, event);
    },
    deliver: (name, event) => asynchronous.get(name)?.deliver(event),
    kill(accessKeyId) {
      const reason = new Error("Runtime was killed: the lab was asked to");
      for (const invoker of invokers) invoker.kill({ accessKeyId }, reason);
    },
    invocations: () => invocations,
    async close() {
      for (const one of [...mappings, ...asynchronous.values()]) one.close();
      await Promise.all(invokers.map((invoker) => invoker.close()));
    },
  };
}
