/** Asynchronous invocation: Lambda's own queue in front of a function, with its retries and its end. */
import type { TopicSource } from "@holdfast/core";
import type { Cancel } from "../clock.ts";
import type { Invocation } from "./mapping.ts";
import { createRun, type Ended, errorLine, functionArn, type RunOptions } from "./run.ts";

export interface AsynchronousOptions extends RunOptions {
  readonly source: TopicSource;
  /** Puts the record of what was given up on a queue. */
  sendToQueue(queue: string, body: string): void;
  onInvocation(invocation: Invocation): void;
}

export interface Asynchronous {
  /** Takes an event as `InvocationType: Event` does: at once, whatever becomes of it. */
  deliver(event: unknown): void;
  close(): void;
}

/** Lambda waits a minute before the first retry and two before the second. Milliseconds. */
const WAITS = [60_000, 120_000];

export function createAsynchronous(options: AsynchronousOptions): Asynchronous {
  const { clock, source, description } = options;
  const run = createRun(options);
  const waiting = new Set<Cancel>();
  let closed = false;

  function at(time: number, act: () => void): void {
    const cancel = clock.at(time, () => {
      waiting.delete(cancel);
      act();
    });
    waiting.add(cancel);
  }

  async function attempt(event: unknown, tries: number, since: number): Promise<void> {
    const ended = await run(event);
    const error = errorLine(ended);
    options.onInvocation({
      functionName: description.name,
      requestId: ended.requestId,
      messages: 1,
      startedAt: ended.startedAt,
      endedAt: clock.now(),
      failed: error === undefined ? 0 : 1,
      ...(error !== undefined && { error }),
    });
    if (closed || !("thrown" in ended)) return;
    const wait = WAITS[tries - 1];
    const next = clock.now() + (wait ?? 0);
    const tooOld = next - since > source.maximumEventAge * 1000;
    if (wait !== undefined && tries <= source.maximumRetries && !tooOld) {
      return at(next, () => void attempt(event, tries + 1, since));
    }
    const condition = tooOld ? "EventAgeExceeded" : "RetriesExhausted";
    options.sendToQueue(source.deadLetterQueue, record(event, ended, { tries, condition }));
  }

  /** What an on-failure destination receives (Lambda guide). */
  function record(
    event: unknown,
    ended: Ended & { readonly thrown: Error },
    { tries, condition }: { readonly tries: number; readonly condition: string },
  ): string {
    return JSON.stringify({
      version: "1.0",
      timestamp: new Date(clock.now()).toISOString(),
      requestContext: {
        requestId: ended.requestId,
        functionArn: `${functionArn(description.name, options)}:$LATEST`,
        condition,
        approximateInvokeCount: tries,
      },
      requestPayload: event,
      responseContext: {
        statusCode: 200,
        executedVersion: "$LATEST",
        functionError: "Unhandled",
      },
      responsePayload: { errorType: ended.thrown.name, errorMessage: ended.thrown.message },
    });
  }

  return {
    deliver(event) {
      const since = clock.now();
      at(since, () => void attempt(event, 1, since));
    },
    close() {
      closed = true;
      for (const cancel of waiting) cancel();
    },
  };
}
