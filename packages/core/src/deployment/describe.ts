/** Baseline and guardrails in, deployment description out. Pure: the same input gives the same text. */
import type { Baseline } from "../baseline/model.ts";
import { operatorArns } from "../baseline/operator-arns.ts";
import type { Domain, Guardrail } from "../guardrail.ts";
import type { Tripwire } from "../tripwire.ts";
import { driftScan } from "./drift-scan.ts";
import { forwardingRegions, forwardingRules, isIn } from "./forwarding.ts";
import type { Alarm, Deployment, MemberRole, Queue, Rule, Statement } from "./model.ts";
import { bucketOf, METRICS_NAMESPACE, nameOf, ROLE_PATH } from "./names.ts";
import { notifySlack } from "./notify-slack.ts";
import { notEmpty, type Part, plainQueue, RUNTIME } from "./part.ts";
import { memberStatements, partitionsOf, statementsOf } from "./role.ts";
import { rulesOf } from "./rules.ts";
import { stackSetsOf } from "./templates.ts";

/** Seconds one invocation may take; shorter than a lease, so that a lease outlives its holder. */
const TIMEOUT = 60;

/**
 * Events per batch, and seconds to wait for them: a batch above ten needs a window of at least one
 * second, and a burst on one key collapses inside a batch before it costs a table read.
 */
const BATCH = { batchSize: 100, batchingWindow: 1, maximumConcurrency: 2 } as const;

export function describeDeployment(
  baseline: Baseline,
  declared: { readonly guardrails: readonly Guardrail[]; readonly tripwires: readonly Tripwire[] },
  stage: string,
): Deployment {
  const { management, hubRegion, id } = baseline.organization;
  const name = (what: string) => nameOf(stage, what);
  const bus = name("hub");
  const watchers = [
    ...declared.guardrails,
    ...declared.tripwires
      .map(({ domain, watches }) => ({ domain, watches: watches(baseline) }))
      .filter(({ watches }) => watches.length > 0),
  ];
  const domains = [...new Set(watchers.map(({ domain }) => domain))].sort();
  const slack = baseline.notifications?.slack;
  const scan = driftScan(baseline, declared.guardrails, stage);
  const parts = [
    ...domains.map((domain) => enforcer(domain, baseline, declared, stage)),
    ...(scan ? [scan.part] : []),
    ...(slack ? [notifySlack(slack, baseline, stage)] : []),
  ];

  const forwarding = {
    regions: forwardingRegions(baseline),
    rules: forwardingRules(watchers, bus, (index) => name(`forward-${index}`)),
  };
  // The account and Region that the hub is in have the same as all the others, and dead letters besides.
  const own = forwarding.rules
    .filter((rule) => isIn(hubRegion, rule))
    .map(({ regions: _, ...rule }): Rule => ({ ...rule, bus: "default", target: { bus } }));
  const routing = domains.flatMap((domain): Rule[] =>
    rulesOf(
      watchers.filter((watcher) => watcher.domain === domain),
      {
        bus,
        target: { queue: name(domain) },
        name: (index) => name(`${domain}-${index}`),
      },
    ),
  );
  const deliveries: Queue = plainQueue(name("undelivered"));
  const hub = {
    stage,
    account: management,
    region: hubRegion,
    bus: { name: bus },
    forwarder: { role: name("forward"), path: ROLE_PATH },
    forwarding,
    organization: id,
    memberRoles: memberRolesOf(baseline, declared.guardrails, stage),
  };
  return {
    version: 1,
    ...hub,
    organizationRoot: rootOf(baseline),
    baselineHash: baseline.hash,
    rules: [...own, ...routing, ...(scan?.rules ?? [])],
    stackSets: stackSetsOf(hub),
    queues: [...parts.flatMap(({ queues }) => queues), deliveries],
    undelivered: deliveries.name,
    functions: parts.map((one) => one.function),
    table: { name: name("incidents") },
    topic: { name: name("alerts") },
    alarms: [
      ...parts.flatMap(({ alarms }) => alarms),
      notEmpty(deliveries.name, "EventBridge could not deliver events to the bus or a queue"),
    ],
    schedules: scan ? [scan.schedule] : [],
    scheduler: { role: name("schedule"), path: ROLE_PATH },
    bucket: { name: bucketOf(stage, management, hubRegion) },
  };
}

function enforcer(
  domain: Domain,
  baseline: Baseline,
  declared: { readonly guardrails: readonly Guardrail[]; readonly tripwires: readonly Tripwire[] },
  stage: string,
): Part {
  const { management, hubRegion } = baseline.organization;
  const guardrails = declared.guardrails.filter((guardrail) => guardrail.domain === domain);
  const tripwires = declared.tripwires.filter((tripwire) => tripwire.domain === domain);
  const name = (what: string) => nameOf(stage, what);
  const dead: Queue = plainQueue(name(`${domain}-dead`));
  const queue: Queue = {
    name: name(domain),
    visibilityTimeout: 6 * TIMEOUT,
    retention: 4 * 86_400,
    // Generous: what comes back is mostly throttled or hit by a fault that passes.
    maxReceiveCount: 10,
    deadLetterQueue: dead.name,
  };
  const functionName = name(`enforce-${domain}`);
  const table = name("incidents");
  const topic = name("alerts");
  return {
    queues: [queue, dead],
    function: {
      ...RUNTIME,
      name: functionName,
      bundle: `functions/enforce-${domain}`,
      memory: 512,
      timeout: TIMEOUT,
      environment: {
        HOLDFAST_STAGE: stage,
        HOLDFAST_TABLE: table,
        HOLDFAST_TOPIC_ARN: `arn:aws:sns:${hubRegion}:${management}:${topic}`,
        HOLDFAST_QUEUE_URL: `https://sqs.${hubRegion}.amazonaws.com/${management}/${queue.name}`,
      },
      role: {
        name: functionName,
        path: ROLE_PATH,
        statements: statementsOf(guardrails, baseline, {
          takes: rolesToTake(domain, baseline, declared.guardrails, stage),
          region: hubRegion,
          account: management,
          table,
          partitions: partitionsOf(
            domain,
            [...guardrails, ...tripwires].map(({ id }) => id),
          ),
          topic,
          queue: queue.name,
          function: functionName,
        }),
      },
      source: { queue: queue.name, ...BATCH },
    },
    alarms: [
      notEmpty(dead.name, "Messages that the enforcer could not handle"),
      {
        name: name(`${domain}-late`),
        description: "Events wait for the enforcer: it is stopped, throttled or overrun",
        namespace: "AWS/SQS",
        metric: "ApproximateAgeOfOldestMessage",
        dimensions: { QueueName: queue.name },
        statistic: "Maximum",
        threshold: 300,
        period: 60,
      },
      {
        name: name(`${domain}-errors`),
        description: "The enforcer fails",
        namespace: "AWS/Lambda",
        metric: "Errors",
        dimensions: { FunctionName: functionName },
        statistic: "Sum",
        threshold: 0,
        period: 300,
      },
      ...(guardrails.length > 0
        ? [revertFailed(name(`${domain}-revert-failed`), functionName)]
        : []),
    ],
  };
}

/** Only what works in other accounts takes their roles. */
function rolesToTake(
  domain: Domain,
  baseline: Baseline,
  guardrails: readonly Guardrail[],
  stage: string,
): string[] {
  if (domain !== "accounts") return [];
  return memberRolesOf(baseline, guardrails, stage).map(({ path, name }) => `${path}${name}`);
}

function revertFailed(name: string, service: string): Alarm {
  return {
    name,
    description: "A revert failed: the organization is not at its baseline",
    namespace: METRICS_NAMESPACE,
    metric: "RevertFailed",
    dimensions: { service },
    statistic: "Sum",
    threshold: 0,
    period: 60,
  };
}

/** One that looks and one that writes: whoever takes over what looks can change nothing. */
function memberRolesOf(
  baseline: Baseline,
  guardrails: readonly Guardrail[],
  stage: string,
): MemberRole[] {
  const { observe, remediate } = memberStatements(guardrails, baseline);
  const arnOf = (what: string) =>
    `arn:aws:iam::${baseline.organization.management}:role${ROLE_PATH}${nameOf(stage, what)}`;
  const role = (what: string, statements: readonly Statement[], trusted: readonly string[]) =>
    statements.length === 0
      ? []
      : [{ name: nameOf(stage, what), path: ROLE_PATH, statements, trusted }];
  const [scan, enforcer] = [arnOf("drift-scan"), arnOf("enforce-accounts")];
  return [
    ...role("observe", observe, [scan, enforcer, ...operatorArns(baseline)]),
    ...role("remediate", remediate, [enforcer]),
  ];
}

function rootOf({ units }: Baseline): string {
  const root = units.find(({ path }) => path === "Root");
  if (root === undefined) throw new TypeError("a baseline has a root");
  return root.id;
}
