/** An event source mapping: takes batches from a queue and invokes a function with them. */
import type { FunctionDescription, Random } from "@holdfast/core";
import type { Cancel, LabClock } from "../clock.ts";
import { randomHex, randomUuid } from "../random.ts";
import type { ReceivedMessage } from "../services/queue.ts";
import type { Sqs } from "../services/sqs.ts";
import type { InvocationContext } from "./context.ts";
import type { Invoker } from "./invoker.ts";
import { sqsEvent, succeeded } from "./source-event.ts";

/** What became of one invocation. */
export interface Invocation {
  readonly functionName: string;
  readonly requestId: string;
  readonly messages: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Why it failed as a whole. */
  readonly error?: string;
  /** Messages that stay in the queue. */
  readonly failed: number;
}

export interface MappingOptions {
  readonly description: FunctionDescription;
  readonly invoker: Invoker;
  readonly clock: LabClock;
  /** The queue, as a poller sees it. */
  readonly source: Pick<Sqs, "receive" | "deleteMessage" | "nextVisibleAt">;
  readonly random: Random;
  readonly account: string;
  readonly region: string;
  onInvocation(invocation: Invocation): void;
}

export interface Mapping {
  /** Looks at the queue: something may have arrived. */
  poke(): void;
  close(): void;
}

/** What SQS hands out at once. */
const LARGEST_RECEIVE = 10;

export function createMapping(options: MappingOptions): Mapping {
  const { description, invoker, clock, source, random } = options;
  const { queue, batchSize, batchingWindow, maximumConcurrency } = description.source;
  let gathered: ReceivedMessage[] = [];
  let windowEnds = 0;
  let running = 0;
  let closed = false;
  let alarm: { readonly time: number; readonly cancel: Cancel } | undefined;

  function pumpAt(time: number): void {
    if (closed || (alarm && alarm.time <= time)) return;
    alarm?.cancel();
    const cancel = clock.at(time, () => {
      alarm = undefined;
      pump();
    });
    alarm = { time, cancel };
  }

  function pump(): void {
    while (running < maximumConcurrency) {
      gather();
      if (gathered.length === 0) break;
      // The window opens with the first message and a full batch closes it early.
      if (gathered.length < batchSize && clock.now() < windowEnds) break;
      const batch = gathered;
      gathered = [];
      void invoke(batch);
    }
    if (running >= maximumConcurrency) return;
    if (gathered.length > 0) pumpAt(windowEnds);
    const next = source.nextVisibleAt(queue);
    if (next !== undefined) pumpAt(next);
  }

  function gather(): void {
    while (gathered.length < batchSize) {
      const wanted = Math.min(batchSize - gathered.length, LARGEST_RECEIVE);
      const received = source.receive(queue, wanted);
      if (received.length === 0) return;
      if (gathered.length === 0) windowEnds = clock.now() + batchingWindow * 1000;
      gathered.push(...received);
    }
  }

  async function invoke(batch: readonly ReceivedMessage[]): Promise<void> {
    running++;
    const startedAt = clock.now();
    const requestId = randomUuid(random);
    const { name, timeout } = description;
    const deadline = startedAt + timeout * 1000;
    const stopTimeout = clock.at(deadline, () => {
      const reason = new Error(`${requestId} Task timed out after ${timeout.toFixed(2)} seconds`);
      invoker.kill({ requestId }, reason);
    });
    const arn = `arn:aws:sqs:${options.region}:${options.account}:${queue}`;
    let error: string | undefined;
    let done: readonly ReceivedMessage[] = [];
    try {
      const event = sqsEvent(batch, { arn, region: options.region });
      done = succeeded(batch, await invoker.invoke(event, contextOf(requestId, deadline)));
    } catch (thrown) {
      error = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
    }
    stopTimeout();
    running--;
    // What is not deleted comes back when its visibility timeout is over.
    for (const { receiptHandle } of done) source.deleteMessage(queue, receiptHandle);
    options.onInvocation({
      functionName: name,
      requestId,
      messages: batch.length,
      startedAt,
      endedAt: clock.now(),
      failed: batch.length - done.length,
      ...(error !== undefined && { error }),
    });
    pumpAt(clock.now());
  }

  function contextOf(awsRequestId: string, deadline: number): InvocationContext {
    const { name, memory } = description;
    const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    return {
      awsRequestId,
      functionName: name,
      functionVersion: "$LATEST",
      invokedFunctionArn: `arn:aws:lambda:${options.region}:${options.account}:function:${name}`,
      memoryLimitInMB: String(memory),
      logGroupName: `/aws/lambda/${name}`,
      logStreamName: `${day}/[$LATEST]${randomHex(random, 32)}`,
      deadline,
    };
  }

  return {
    poke: () => pumpAt(clock.now()),
    close() {
      closed = true;
      alarm?.cancel();
    },
  };
}
