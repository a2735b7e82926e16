/** The handler of the drift scan: one slice per invocation, from its queue or asked for directly. */
import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import {
  createBudgets,
  createCaller,
  createClients,
  createElsewhere,
  createQueue,
  createTable,
} from "@holdfast/aws";
import { createDigest, createReports } from "@holdfast/aws/scan";
import {
  type Action,
  type Baseline,
  type Clock,
  canonicalJson,
  createBaselines,
  type Guardrail,
  type Log,
  type Random,
} from "@holdfast/core";
import { METRICS_NAMESPACE, memberRoles, nameOf, ROLE_PATH } from "@holdfast/core/deployment";
import type { ScanSummary } from "@holdfast/core/scan";
import {
  runSlice,
  type ScanMessage,
  type SliceDeps,
  type SliceResult,
} from "@holdfast/core/scan/slices";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { logOf } from "./log.ts";
import { isBatch, type ScanRequest, scanRequests } from "./scan-request.ts";
import type { ScanSettings } from "./settings.ts";

/** Time kept to write down what was read. Milliseconds. */
const RESERVE = 20_000;

/**
 * Seconds from the arrival of an account to its first scan, the most that SQS can wait: StackSets take
 * minutes to bring the roles by which it is looked into.
 */
const ROLL_OUT = 900;

/** What of AWS's rates the enforcers leave; see `enforcer.ts`. */
export const SCAN_SHARE = 0.2;

export interface ScanSurroundings {
  readonly baseline: Baseline;
  readonly guardrails: readonly Guardrail[];
  readonly settings: ScanSettings;
  readonly clock: Clock;
  readonly random: Random;
  /** Only where the lab runs in the same process; AWS_ENDPOINT_URL is the SDK's own business. */
  readonly client?: Omit<Parameters<typeof createClients>[0], "region">;
}

/** What whoever invokes the function is answered; a queue does not read it. */
export type ScanAnswer =
  | {
      readonly status: "FINISHED";
      readonly scan: string;
      readonly complete: boolean;
      readonly summary: ScanSummary;
      readonly report: string;
    }
  | { readonly status: "CONTINUES" | "BUSY"; readonly scan: string; readonly note: string }
  | { readonly status: "OVER" };

export type ScanHandler = (event: unknown, context: Context) => Promise<ScanAnswer | undefined>;

export function createScanHandler(surroundings: ScanSurroundings): ScanHandler {
  const { settings, clock } = surroundings;
  const serviceName = nameOf(settings.stage, "drift-scan");
  const logger = new Logger({ serviceName });
  const metrics = new Metrics({ namespace: METRICS_NAMESPACE, serviceName });
  const begin = createScanner({ ...surroundings, log: logOf(logger), name: serviceName });
  const ids = surroundings.guardrails.map(({ id }) => id);
  const inAccounts = surroundings.guardrails
    .filter(({ domain }) => domain === "accounts")
    .map(({ id }) => id);

  async function handle(event: unknown, context: Context): Promise<ScanAnswer | undefined> {
    const deadline = clock.now() + context.getRemainingTimeInMillis() - RESERVE;
    let answer: ScanAnswer | undefined;
    // A batch holds one message; whatever a slice throws brings it back.
    for (const request of scanRequests(event, ids)) {
      const deps = await begin(context.awsRequestId, deadline);
      if (request.holdfast === "arrived") {
        await scanLater(request, deps);
        continue;
      }
      const result = await runSlice(request, deps);
      // Another scan was under way, which may have passed the new accounts by.
      if (request.since !== undefined && !isAnswered(request, result)) {
        await deps.queue.send(request, ROLL_OUT);
      }
      count(result);
      logger.info("scan", { ...asAnswer(result) });
      answer = asAnswer(result);
    }
    return isBatch(event) ? undefined : answer;
  }

  async function scanLater(
    { accounts }: Extract<ScanRequest, { readonly holdfast: "arrived" }>,
    { queue }: SliceDeps,
  ): Promise<void> {
    metrics.addMetric("AccountsArrived", MetricUnit.Count, accounts.length);
    if (accounts.length === 0 || inAccounts.length === 0) return;
    logger.info("arrived", { accounts: [...accounts] });
    const scope = { accounts, guardrails: inAccounts };
    await queue.send({ holdfast: "scan", scope, since: clock.now() }, ROLL_OUT);
  }

  function count(result: SliceResult): void {
    metrics.addMetric("ScanSlices", MetricUnit.Count, 1);
    if (result.status !== "FINISHED") return;
    const { report, last } = result;
    const { drifted, unknown, unread } = report.summary;
    metrics.addMetric("ScanDrifted", MetricUnit.Count, drifted);
    metrics.addMetric("ScanNotChecked", MetricUnit.Count, unknown + unread);
    // A narrow or incomplete scan proves nothing about the rest: the alarm waits for a whole one.
    if (!report.complete || report.scope !== undefined) return;
    metrics.addMetric("ScanCompleted", MetricUnit.Count, 1);
    const age = last === undefined ? 0 : Date.parse(report.finishedAt) - Date.parse(last.startedAt);
    metrics.addMetric("ScanAge", MetricUnit.Seconds, Math.round(age / 1000));
  }

  return middy<unknown, ScanAnswer | undefined>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler(handle) as ScanHandler;
}

/** Puts together what a slice needs, for one invocation. */
function createScanner(
  surroundings: ScanSurroundings & { readonly log: Log; readonly name: string },
): (holder: string, deadline: number) => Promise<SliceDeps> {
  const { baseline: built, guardrails, settings, clock, random, log, name } = surroundings;
  const { management, hubRegion, identityCenterRegion } = built.organization;
  const regions = { sso: identityCenterRegion, identitystore: identityCenterRegion };
  const client = { ...surroundings.client, region: hubRegion };
  const clients = createClients({ ...client, regions });
  const elsewhere = createElsewhere({
    clients,
    clock,
    random,
    log,
    region: hubRegion,
    client,
    roles: memberRoles(settings.stage),
    session: name,
    share: SCAN_SHARE,
  });
  const budgets = createBudgets({ clock, share: SCAN_SHARE });
  const kept = createBaselines(built);
  const reads: Action[] = guardrails.flatMap((one) => one.reads.map(({ action }) => action));

  return async (holder, deadline) => {
    const options = { clients, clock, random, log, region: hubRegion };
    const reading = { ...options, budgets, deadline };
    const table = createTable({ ...options, table: settings.table });
    const baselines = kept.on(table, clock);
    const baseline = await baselines.refresh();
    const queues = Object.entries(settings.queueUrls).map(([domain, url]) => [
      domain,
      createQueue({ ...options, url }),
    ]);
    return {
      baseline,
      doubt: baselines.doubt(),
      guardrails,
      table,
      queue: createQueue({ ...options, url: settings.queueUrl }),
      queues: Object.fromEntries(queues),
      aws: (answers) => createCaller({ ...reading, elsewhere, declared: reads, answers }),
      store: createReports({ ...options, bucket: settings.bucket }),
      tell: createDigest({ ...options, topic: settings.topicArn }),
      clock,
      log,
      holder,
      deadline,
      caller: {
        account: management,
        arn: `arn:aws:iam::${management}:role${ROLE_PATH}${name}`,
        role: name,
      },
      stage: settings.stage,
    };
  };
}

/** Whether what was asked for has been scanned; what goes on may be another scan. */
function isAnswered({ scope }: ScanMessage, result: SliceResult): boolean {
  if (result.status === "OVER") return true;
  if (result.status !== "FINISHED") return false;
  return canonicalJson({ ...result.report.scope }) === canonicalJson({ ...scope });
}

function asAnswer(result: SliceResult): ScanAnswer {
  switch (result.status) {
    case "FINISHED": {
      const { id, complete, summary } = result.report;
      return { status: "FINISHED", scan: id, complete, summary, report: result.where };
    }
    case "CONTINUES": {
      const note = `it goes on by itself; still to be read: ${result.open.join(", ")}`;
      return { status: "CONTINUES", scan: result.id, note };
    }
    case "BUSY": {
      const note = "a scan is under way already: ask again when it is over";
      return { status: "BUSY", scan: result.id, note };
    }
    case "OVER":
      return { status: "OVER" };
  }
}
