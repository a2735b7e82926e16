/** The handler all enforcers share: a batch of SQS messages in, the failed ones out. */
import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import { type Baseline, formatKey, HoldfastError, messageOf, type Outcome } from "@holdfast/core";
import { METRICS_NAMESPACE, nameOf } from "@holdfast/core/deployment";
import type { TripRequest } from "@holdfast/core/tripwire";
import middy from "@middy/core";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { createEnforcer, type Enforcer, type Surroundings } from "./enforcer.ts";
import { type Asked, coalesce, readMessage, slice } from "./intake.ts";
import { logOf } from "./log.ts";
import { tripsOf } from "./trips.ts";

/** Time kept for the outbox and the answer at the end of an invocation. Milliseconds. */
const RESERVE = 5_000;

/** Metric per outcome, for dashboards and for the alarm on failed reverts. */
const METRIC: Readonly<Record<string, string>> = {
  REVERTED: "Reverted",
  UNVERIFIED: "RevertUnverified",
  PENDING: "RevertPending",
  FAILED: "RevertFailed",
  ALERTED: "DriftAlerted",
  EXEMPT: "DriftExempt",
  UNKNOWN: "StateUnknown",
  RESOLVED: "DriftResolved",
  TRIPPED: "Tripped",
};

/** What a look and a tripped tripwire have in common. */
interface Ended {
  readonly status: string;
  readonly outcome?: Outcome;
}

export type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** Makes the Lambda handler of one domain. */
export function createHandler(surroundings: Omit<Surroundings, "log">): Handler {
  const serviceName = nameOf(surroundings.settings.stage, `enforce-${surroundings.domain}`);
  const logger = new Logger({ serviceName });
  const metrics = new Metrics({ namespace: METRICS_NAMESPACE, serviceName });
  const { clock } = surroundings;
  const enforcer = createEnforcer({ ...surroundings, log: logOf(logger) });

  async function handle(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
    const deadline = clock.now() + context.getRemainingTimeInMillis() - RESERVE;
    const begun = enforcer.begin(context.awsRequestId, deadline);
    const { reconcile, trip, outbox, queue, baselines } = begun;
    const baseline = await baselines.refresh();
    const asked = new Map(
      event.Records.map((record) => [record.messageId, read(record, enforcer, baseline)]),
    );
    const requests = coalesce(
      [...asked.values()].flatMap((one) => (one.kind === "look" ? one.requests : [])),
    );

    const { now, later } = slice([...requests.values()]);
    metrics.addMetric("KeysAsked", MetricUnit.Count, requests.size);

    // Each key once for the whole batch, whatever number of messages leads to it.
    const results = new Map<string, Promise<unknown>>();
    function keep(id: string, result: Promise<unknown>): void {
      // Awaited below, once per message; until then a rejection must not count as unhandled.
      result.catch(() => {});
      results.set(id, result);
    }
    async function tell(id: string, result: Promise<Ended>): Promise<void> {
      const { status, outcome } = await result;
      logger.info("reconciled", { key: id, status, ...(outcome && { outcome }) });
      const metric = outcome && METRIC[outcome];
      if (metric) metrics.addMetric(metric, MetricUnit.Count, 1);
    }
    for (const request of now) {
      const id = formatKey(request.key);
      keep(id, tell(id, reconcile(request)));
    }
    for (const { message, delay } of later) {
      const sent = queue.send(message, delay);
      for (const key of message.keys) keep(key, sent);
    }
    const trips = await tripsOf(asked, enforcer.tripwires, baseline);
    for (const [id, request] of trips.byKey) keep(id, tell(id, trip(request)));

    await Promise.allSettled(results.values());
    // Needed for the answer only: loaded after the looks, it delays no revert in a cold start.
    const { BatchProcessor, EventType, processPartialResponse } = await import(
      "@aws-lambda-powertools/batch"
    );
    const response = await processPartialResponse(
      event,
      async ({ messageId }: SQSRecord) => {
        await done(asked.get(messageId), trips.byMessage.get(messageId), results);
        if (trips.unheard.has(messageId)) throw trips.unheard.get(messageId);
      },
      new BatchProcessor(EventType.SQS),
      { context, throwOnFullBatchFailure: false },
    );
    // A failed delivery has asked for its own next attempt: others need not ask again.
    const attempt = attemptOf(asked.values());
    if (attempt !== undefined || outbox.added() || event.Records.some(cameBack)) {
      await flush(outbox, attempt ?? 0);
    }
    return response;
  }

  async function flush(outbox: ReturnType<Enforcer["begin"]>["outbox"], attempt: number) {
    try {
      await outbox.flush(attempt);
    } catch (error) {
      // The entries are in the table, or were sent directly when the table failed.
      logger.error("the outbox can't be read", { error: messageOf(error) });
    }
  }

  return middy<SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler(handle) as Handler;
}

function read({ body }: SQSRecord, enforcer: Enforcer, baseline: Baseline): Asked {
  return readMessage(body, enforcer.guardrails, baseline);
}

/** Waits for all that a message asked for; rejects if any of it failed. */
async function done(
  one: Asked | undefined,
  trips: readonly TripRequest[] = [],
  results: ReadonlyMap<string, Promise<unknown>>,
): Promise<void> {
  if (one?.kind === "unreadable") {
    throw new HoldfastError("MESSAGE_UNREADABLE", one.why, { source: "tool" });
  }
  const requests = one?.kind === "look" ? one.requests : [];
  await Promise.all([...requests, ...trips].map(({ key }) => results.get(formatKey(key))));
}

/** Whoever had this message first may have been killed between keeping a finding and sending it. */
function cameBack({ attributes }: SQSRecord): boolean {
  return Number(attributes.ApproximateReceiveCount) > 1;
}

/** The attempt that an outbox message of the batch stands for; undefined if there is none. */
function attemptOf(asked: Iterable<Asked>): number | undefined {
  const attempts = [...asked].filter((one) => one.kind === "outbox").map(({ attempt }) => attempt);
  return attempts.length > 0 ? Math.max(...attempts) : undefined;
}
