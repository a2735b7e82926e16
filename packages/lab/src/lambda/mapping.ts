/** An event source mapping: takes batches from a queue and invokes a function with them. */
import type { QueueSource } from "@holdfast/core";
import type { Cancel } from "../clock.ts";
import type { ReceivedMessage } from "../services/queue.ts";
import type { Sqs } from "../services/sqs.ts";
import { createRun, errorLine, type RunOptions } from "./run.ts";
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

export interface MappingOptions extends RunOptions {
  readonly settings: QueueSource;
  /** The queue, as a poller sees it. */
  readonly source: Pick<Sqs, "receive" | "deleteMessage" | "nextVisibleAt">;
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
  const { clock, source } = options;
  const { queue, batchSize, batchingWindow, maximumConcurrency } = options.settings;
  const run = createRun(options);
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
    const { account, region } = options;
    const event = sqsEvent(batch, { arn: `arn:aws:sqs:${region}:${account}:${queue}`, region });
    const ended = await run(event);
    running--;
    const error = errorLine(ended);
    const done = "thrown" in ended ? [] : succeeded(batch, ended.result);
    // What is not deleted comes back when its visibility timeout is over.
    for (const { receiptHandle } of done) source.deleteMessage(queue, receiptHandle);
    options.onInvocation({
      functionName: options.description.name,
      requestId: ended.requestId,
      messages: batch.length,
      startedAt: ended.startedAt,
      endedAt: clock.now(),
      failed: batch.length - done.length,
      ...(error !== undefined && { error }),
    });
    pumpAt(clock.now());
  }

  return {
    poke: () => pumpAt(clock.now()),
    close() {
      closed = true;
      alarm?.cancel();
    },
  };
}
