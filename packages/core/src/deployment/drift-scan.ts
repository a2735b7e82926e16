/** The drift scan: a function with a queue of its own, a schedule that feeds it and a bucket for its reports. */
import type { Baseline } from "../baseline/model.ts";
import { ARRIVAL_PATTERN } from "../events/arrivals.ts";
import type { Guardrail } from "../guardrail.ts";
import type { OwnMessage } from "../ports.ts";
import { SCAN_PARTITIONS } from "../scan/slices/state.ts";
import type { Alarm, Queue, Rule, Schedule, Statement } from "./model.ts";
import { bucketOf, METRICS_NAMESPACE, memberRoles, nameOf, ROLE_PATH } from "./names.ts";
import { notEmpty, type Part, plainQueue, RUNTIME } from "./part.ts";
import { memberStatements, statementsOf } from "./role.ts";

/**
 * Seconds of one slice: long enough that starting again costs little, short enough that what a
 * function took along when it died comes back soon.
 */
const TIMEOUT = 300;

/** How often everything is read. */
const RATE = "rate(4 hours)";

/** Seconds without a scan that read everything, after which people are told: three were missed. */
const MISSED = 12 * 3600;

interface DriftScan {
  readonly part: Part;
  readonly schedule: Schedule;
  /** What tells it of accounts that have joined; none, if nothing in accounts is guarded. */
  readonly rules: readonly Rule[];
}

/** Undefined where there is nothing to scan. */
export function driftScan(
  baseline: Baseline,
  guardrails: readonly Guardrail[],
  stage: string,
): DriftScan | undefined {
  if (guardrails.length === 0) return undefined;
  const { management, hubRegion } = baseline.organization;
  const name = (what: string) => nameOf(stage, what);
  const functionName = name("drift-scan");
  const dead = plainQueue(name("scan-dead"));
  const queue: Queue = {
    name: name("scan"),
    visibilityTimeout: 6 * TIMEOUT,
    retention: 4 * 86_400,
    maxReceiveCount: 5,
    deadLetterQueue: dead.name,
  };
  const parts = {
    region: hubRegion,
    account: management,
    table: name("incidents"),
    partitions: SCAN_PARTITIONS,
    topic: name("alerts"),
    queue: queue.name,
    function: functionName,
    takes:
      memberStatements(guardrails, baseline).observe.length > 0
        ? [`/${memberRoles(stage).observe}`]
        : [],
  };
  const domains = [...new Set(guardrails.map(({ domain }) => domain))].sort();
  const url = (one: string) => `https://sqs.${hubRegion}.amazonaws.com/${management}/${one}`;
  const bucket = bucketOf(stage, management, hubRegion);
  const message: OwnMessage = { holdfast: "scan" };
  return {
    schedule: { name: name("scan"), rate: RATE, queue: queue.name, message },
    rules: parts.takes.length === 0 ? [] : [arrivals(stage, queue.name)],
    part: {
      queues: [queue, dead],
      function: {
        ...RUNTIME,
        name: functionName,
        bundle: "functions/drift-scan",
        memory: 1024,
        timeout: TIMEOUT,
        environment: {
          HOLDFAST_STAGE: stage,
          HOLDFAST_TABLE: parts.table,
          HOLDFAST_TOPIC_ARN: `arn:aws:sns:${hubRegion}:${management}:${parts.topic}`,
          HOLDFAST_QUEUE_URL: url(queue.name),
          HOLDFAST_BUCKET: bucket,
          ...Object.fromEntries(domains.map((domain) => [variableOf(domain), url(name(domain))])),
        },
        role: {
          name: functionName,
          path: ROLE_PATH,
          statements: [
            ...readStatements(guardrails, baseline, parts),
            {
              Sid: "Looks",
              Effect: "Allow",
              Action: ["sqs:SendMessage"],
              Resource: domains.map(
                (domain) => `arn:aws:sqs:${hubRegion}:${management}:${name(domain)}`,
              ),
            },
            {
              Sid: "Reports",
              Effect: "Allow",
              Action: ["s3:PutObject"],
              Resource: [`arn:aws:s3:::${bucket}/*`],
            },
          ],
        },
        // One message is one slice; SQS asks for two pollers at least, and a lease lets one work.
        source: { queue: queue.name, batchSize: 1, batchingWindow: 0, maximumConcurrency: 2 },
      },
      alarms: alarms(functionName, queue, dead),
    },
  };
}

/** What is done in a new account before its forwarding rules are there, no event tells. */
function arrivals(stage: string, queue: string): Rule {
  return {
    name: nameOf(stage, "arrivals"),
    bus: nameOf(stage, "hub"),
    state: "ENABLED",
    pattern: ARRIVAL_PATTERN,
    target: { queue },
  };
}

/** What every function needs and every read of a guardrail; nothing that changes anything. */
function readStatements(
  guardrails: readonly Guardrail[],
  baseline: Baseline,
  parts: Parameters<typeof statementsOf>[2],
): Statement[] {
  const reading = guardrails.map((guardrail) => ({ ...guardrail, writes: [] }));
  return statementsOf(reading, baseline, parts).filter(({ Sid }) => Sid !== "Findings");
}

/** `HOLDFAST_QUEUE_URL_IDENTITY_CENTER` */
function variableOf(domain: string): string {
  return `HOLDFAST_QUEUE_URL_${domain.toUpperCase().replaceAll("-", "_")}`;
}

function alarms(functionName: string, queue: Queue, dead: Queue): Alarm[] {
  return [
    notEmpty(dead.name, "Slices of a scan failed again and again"),
    {
      name: `${functionName}-missing`,
      description: "No scan has read everything for twelve hours: what no event told is not seen",
      namespace: METRICS_NAMESPACE,
      metric: "ScanCompleted",
      dimensions: { service: functionName },
      statistic: "Sum",
      threshold: 1,
      comparison: "below",
      period: MISSED,
    },
    {
      name: `${functionName}-errors`,
      description: "The drift scan fails",
      namespace: "AWS/Lambda",
      metric: "Errors",
      dimensions: { FunctionName: functionName },
      statistic: "Sum",
      threshold: 0,
      period: 300,
    },
    {
      name: `${queue.name}-late`,
      description: "The drift scan is not started",
      namespace: "AWS/SQS",
      metric: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: queue.name },
      statistic: "Maximum",
      threshold: 6 * TIMEOUT,
      period: 300,
    },
  ];
}
