/** The rules that pick changes out of the stream of events, each with one target. */
import type { Deployment, Rule } from "@holdfast/core";
import { forwarderArn } from "./arns.ts";
import { named, type QueueWithPolicy } from "./queues.ts";

interface Destinations {
  readonly bus: InstanceType<typeof aws.cloudwatch.EventBus>;
  /** What makes the role by which rules send from bus to bus, also within an account. */
  readonly forwarder: readonly InstanceType<typeof aws.cloudformation.Stack>[];
  readonly queues: ReadonlyMap<string, QueueWithPolicy>;
}

/**
 * A target out of reach for an hour is an incident: its events go to the dead-letter queue, whose
 * alarm tells people. EventBridge's own limit, 24 hours, would tell them a day late.
 */
const RETRY = { maximumEventAgeInSeconds: 60 * 60, maximumRetryAttempts: 185 };

export function createRules(deployment: Deployment, destinations: Destinations): void {
  const undelivered = named(destinations.queues, deployment.undelivered);
  for (const described of deployment.rules) {
    const eventBusName = described.bus === "default" ? "default" : destinations.bus.name;
    const rule = new aws.cloudwatch.EventRule(described.name, {
      name: described.name,
      eventBusName,
      eventPattern: JSON.stringify(described.pattern),
      state: described.state,
    });
    const target = targetOf(described, deployment, destinations);
    new aws.cloudwatch.EventTarget(
      described.name,
      {
        rule: rule.name,
        eventBusName,
        targetId: "holdfast",
        arn: target.arn,
        roleArn: target.roleArn,
        deadLetterConfig: { arn: undelivered.queue.arn },
        retryPolicy: RETRY,
      },
      { dependsOn: [...target.ready, undelivered.policy] },
    );
  }
}

function targetOf({ target }: Rule, deployment: Deployment, destinations: Destinations) {
  const { bus, forwarder, queues } = destinations;
  if ("bus" in target) {
    return { arn: bus.arn, roleArn: forwarderArn(deployment), ready: [...forwarder] };
  }
  const { queue, policy } = named(queues, target.queue);
  // SQS takes a resource policy in place of a role.
  return { arn: queue.arn, roleArn: undefined, ready: [policy] };
}
