/** The program agrees with the description, in both directions: all of it, and nothing beyond it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Deployment, FunctionDescription, QueueSource, TopicSource } from "@holdfast/core";
import { beforeAll, describe, expect, it } from "vitest";
import { DESCRIPTION, readArtifact } from "./artifact.ts";
import { type Program, preview } from "./harness.ts";
import { all, inputsOf, named, parsed, sorted, TYPES } from "./query.ts";

let description: Deployment;
let program: Program;

beforeAll(async () => {
  description = readArtifact();
  program = await preview(description);
});

const arnOfQueue = (name: string) => named(program, "queue", name).arn;

type Sources = { readonly queue: QueueSource; readonly topic: TopicSource };

/** The functions that are fed by a queue, or by the topic. */
function fedBy<K extends keyof Sources>(
  kind: K,
): readonly (FunctionDescription & { readonly source: Sources[K] })[] {
  const isFed = (
    one: FunctionDescription,
  ): one is FunctionDescription & { readonly source: Sources[K] } => kind in one.source;
  return description.functions.filter(isFed);
}

describe("the program", () => {
  it("deploys no kind of resource that these tests do not look at", () => {
    const kinds = new Set(program.resources.map(({ type }) => type));
    expect([...kinds].toSorted()).toEqual(Object.values(TYPES).toSorted());
  });

  it("links nothing, since a link grants every action of a service", () => {
    expect(program.builds.map(({ links }) => links)).toEqual(description.functions.map(() => ({})));
  });

  it("reports where alerts and events go, and which baseline was deployed", () => {
    expect(program.outputs).toMatchObject({
      baseline: description.baselineHash,
      bus: named(program, "bus", description.bus.name).arn,
      topic: named(program, "topic", description.topic.name).arn,
      table: named(program, "table", description.table.name).arn,
    });
  });
});

describe("rules", () => {
  it("are those described, on their buses, with their patterns and states", () => {
    const rules = inputsOf(program, "rule").map(({ eventPattern, ...rest }) => ({
      ...rest,
      eventPattern: parsed(eventPattern),
    }));
    expect(rules).toEqual(
      sorted(description.rules).map(({ name, bus, pattern, state }) => ({
        name,
        eventBusName: bus,
        eventPattern: pattern,
        state,
      })),
    );
  });

  it("have one target each, with retries and a dead-letter queue", () => {
    expect(inputsOf(program, "target")).toEqual(
      sorted(description.rules).map(({ name, bus, target }) => ({
        rule: name,
        eventBusName: bus,
        targetId: "holdfast",
        ...("bus" in target
          ? {
              arn: named(program, "bus", target.bus).arn,
              roleArn: `arn:aws:iam::${description.account}:role/holdfast/${description.forwarder.role}`,
            }
          : { arn: arnOfQueue(target.queue) }),
        deadLetterConfig: { arn: arnOfQueue(description.undelivered) },
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 },
      })),
    );
  });
});

describe("the hub bus", () => {
  it("is the only bus", () => {
    expect(inputsOf(program, "bus")).toEqual([{ name: description.bus.name }]);
  });
});

describe("queues", () => {
  it("are those described, encrypted, each with its dead-letter queue", () => {
    const queues = inputsOf(program, "queue").map(
      ({ redrivePolicy, redriveAllowPolicy, ...rest }) => ({
        ...rest,
        redrive: redrivePolicy === undefined ? undefined : parsed(redrivePolicy),
        allow: parsed(redriveAllowPolicy),
      }),
    );
    expect(queues).toEqual(
      sorted(description.queues).map(({ name, deadLetterQueue, maxReceiveCount, ...queue }) => {
        const sources = description.queues.filter((one) => one.deadLetterQueue === name);
        return {
          name,
          visibilityTimeoutSeconds: queue.visibilityTimeout,
          messageRetentionSeconds: queue.retention,
          sqsManagedSseEnabled: true,
          redrive: deadLetterQueue && {
            deadLetterTargetArn: arnOfQueue(deadLetterQueue),
            maxReceiveCount,
          },
          allow:
            sources.length === 0
              ? { redrivePermission: "denyAll" }
              : {
                  redrivePermission: "byQueue",
                  sourceQueueArns: sources.map((source) => arnOfQueue(source.name)),
                },
        };
      }),
    );
  });

  it("that feed a function have a dead-letter queue", () => {
    const fed = new Set(fedBy("queue").map(({ source }) => source.queue));
    for (const queue of description.queues.filter(({ name }) => fed.has(name))) {
      expect(queue.deadLetterQueue, queue.name).toBeDefined();
    }
  });
});

describe("functions", () => {
  it("are those described, with exactly the described environment", () => {
    const functions = inputsOf(program, "function").map(({ s3Bucket, s3Key, ...rest }) => rest);
    expect(functions).toEqual(
      sorted(description.functions).map((described) => ({
        name: described.name,
        description: "",
        role: named(program, "role", described.role.name).arn,
        handler: described.handler,
        runtime: described.runtime,
        architectures: [described.architecture],
        memorySize: described.memory,
        timeout: described.timeout,
        environment: { variables: described.environment },
        ephemeralStorage: { size: 512 },
        loggingConfig: { logFormat: "Text", logGroup: `/aws/lambda/${described.name}` },
        packageType: "Zip",
        publish: false,
      })),
    );
  });

  it("run the bundles that were built", () => {
    const builds = program.builds.map(({ functionID, bundle, handler }) => {
      const module = handler.slice(0, handler.lastIndexOf("."));
      return {
        name: functionID,
        bundle,
        handler,
        built: existsSync(join(bundle, `${module}.mjs`)),
      };
    });
    expect(sorted(builds)).toEqual(
      sorted(description.functions).map(({ name, bundle, handler }) => ({
        name,
        bundle: join(DESCRIPTION, "..", bundle),
        handler,
        built: true,
      })),
    );
  });

  it("keep their logs as long as described", () => {
    expect(inputsOf(program, "logGroup")).toEqual(
      sorted(description.functions).map(({ name, logRetentionDays }) => ({
        name: `/aws/lambda/${name}`,
        retentionInDays: logRetentionDays,
      })),
    );
  });

  it("are fed by their queues, and by no others", () => {
    expect(inputsOf(program, "mapping")).toEqual(
      sorted(fedBy("queue")).map(({ name, source }) => ({
        functionName: named(program, "function", name).arn,
        eventSourceArn: arnOfQueue(source.queue),
        batchSize: source.batchSize,
        maximumBatchingWindowInSeconds: source.batchingWindow,
        functionResponseTypes: ["ReportBatchItemFailures"],
        scalingConfig: { maximumConcurrency: source.maximumConcurrency },
      })),
    );
  });
});

describe("functions on the topic", () => {
  it("are subscribed to it; what does not reach them is kept", () => {
    expect(fedBy("topic")).not.toEqual([]);
    const subscriptions = inputsOf(program, "subscription").map(({ redrivePolicy, ...rest }) => ({
      ...rest,
      redrive: parsed(redrivePolicy),
    }));
    expect(subscriptions).toEqual(
      sorted(fedBy("topic")).map(({ name, source }) => ({
        topic: named(program, "topic", source.topic).arn,
        protocol: "lambda",
        endpoint: named(program, "function", name).arn,
        redrive: { deadLetterTargetArn: arnOfQueue(source.deadLetterQueue) },
      })),
    );
  });

  it("can be invoked by that topic, and nothing else can invoke a function", () => {
    expect(inputsOf(program, "permission")).toEqual(
      sorted(fedBy("topic")).map(({ name, source }) => ({
        function: name,
        action: "lambda:InvokeFunction",
        principal: "sns.amazonaws.com",
        sourceArn: named(program, "topic", source.topic).arn,
      })),
    );
  });

  it("are tried again as described; what they fail at for good is kept", () => {
    expect(inputsOf(program, "invokeConfig")).toEqual(
      sorted(fedBy("topic")).map(({ name, source }) => ({
        functionName: name,
        maximumRetryAttempts: source.maximumRetries,
        maximumEventAgeInSeconds: source.maximumEventAge,
        destinationConfig: { onFailure: { destination: arnOfQueue(source.deadLetterQueue) } },
      })),
    );
  });
});

describe("the table", () => {
  it("is recoverable and encrypted, and outlives the app in every stage", () => {
    const [table, ...others] = all(program, "table");
    expect(others).toEqual([]);
    expect(table?.retained).toBe(true);
    expect(table?.inputs).toEqual({
      name: description.table.name,
      hashKey: "partition",
      rangeKey: "sort",
      attributes: [
        { name: "partition", type: "S" },
        { name: "sort", type: "S" },
      ],
      billingMode: "PAY_PER_REQUEST",
      ttl: { attributeName: "expiresAt", enabled: true },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      deletionProtectionEnabled: true,
    });
  });
});

describe("the bucket of reports", () => {
  it("is private, versioned, swept after 400 days, and outlives the app in every stage", () => {
    const [bucket, ...others] = all(program, "bucket");
    expect(others).toEqual([]);
    expect(bucket?.retained).toBe(true);
    expect(bucket?.inputs).toEqual({ bucket: description.bucket.name });
    expect(inputsOf(program, "bucketAccess")).toMatchObject([
      {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
    ]);
    expect(inputsOf(program, "bucketVersioning")).toMatchObject([
      { versioningConfiguration: { status: "Enabled" } },
    ]);
    expect(inputsOf(program, "bucketLifecycle")).toMatchObject([
      { rules: [{ status: "Enabled", expiration: { days: 400 } }] },
    ]);
  });
});

describe("schedules", () => {
  it("are those described, each with its message, its role and a dead-letter queue", () => {
    expect(description.schedules).not.toEqual([]);
    expect(inputsOf(program, "schedule")).toEqual(
      sorted(description.schedules).map(({ name, rate, queue, message }) => ({
        name,
        scheduleExpression: rate,
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: arnOfQueue(queue),
          roleArn: named(program, "role", description.scheduler.role).arn,
          input: JSON.stringify(message),
          deadLetterConfig: { arn: arnOfQueue(description.undelivered) },
          retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 },
        },
      })),
    );
  });
});

describe("the topic", () => {
  it("is the only one, encrypted with its own key", () => {
    const [key, ...others] = all(program, "key");
    expect(others).toEqual([]);
    expect(key?.inputs.enableKeyRotation).toBe(true);
    expect(inputsOf(program, "topic")).toEqual([
      { name: description.topic.name, kmsMasterKeyId: key?.arn },
    ]);
  });
});

describe("alarms", () => {
  it("are those described, and reach people through the topic", () => {
    expect(inputsOf(program, "alarm")).toEqual(
      sorted(description.alarms).map((alarm) => ({
        name: alarm.name,
        alarmDescription: alarm.description,
        namespace: alarm.namespace,
        metricName: alarm.metric,
        dimensions: alarm.dimensions,
        statistic: alarm.statistic,
        period: alarm.period,
        threshold: alarm.threshold,
        comparisonOperator:
          alarm.comparison === "below" ? "LessThanThreshold" : "GreaterThanThreshold",
        evaluationPeriods: 1,
        treatMissingData: alarm.comparison === "below" ? "breaching" : "notBreaching",
        alarmActions: [named(program, "topic", description.topic.name).arn],
      })),
    );
  });
});
