/** What is deployed, in order: state first, then what uses it, and last what sets it in motion. */
import { createAlarms } from "./alarms.ts";
import { createBucket } from "./bucket.ts";
import { createBus } from "./bus.ts";
import { readDescription, requireHub } from "./description.ts";
import { createFunctions } from "./functions.ts";
import { createQueues } from "./queues.ts";
import { createRules } from "./rules.ts";
import { createSchedules } from "./schedules.ts";
import { createStackSets } from "./stack-sets.ts";
import { createTable } from "./table.ts";
import { createTopic } from "./topic.ts";

/** Registers every resource of the description; returns what people look for after a deploy. */
export async function deploy() {
  const deployment = readDescription();
  await requireHub(deployment);

  const table = createTable(deployment);
  const topic = createTopic(deployment);
  const bucket = createBucket(deployment);
  const queues = createQueues(deployment);
  createFunctions(deployment, { queues, topic });
  createAlarms(deployment, topic);

  const bus = createBus(deployment);
  const forwarder = createStackSets(deployment);
  createRules(deployment, { bus, forwarder, queues });
  createSchedules(deployment, queues);

  return {
    baseline: deployment.baselineHash,
    bus: bus.arn,
    topic: topic.topic.arn,
    table: table.arn,
    reports: bucket.arn,
  };
}
