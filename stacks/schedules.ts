/** The schedules, each of which sends one message to one queue, and the role by which they do. */
import type { Deployment } from "@holdfast/core";
import { queueArn, scheduleGroupArn } from "./arns.ts";
import { policyDocument, type ResourceStatement } from "./policy.ts";
import { named, type QueueWithPolicy } from "./queues.ts";

/** A message that is an hour late would meet the next one. */
const RETRY = { maximumEventAgeInSeconds: 60 * 60, maximumRetryAttempts: 185 };

export function createSchedules(
  deployment: Deployment,
  queues: ReadonlyMap<string, QueueWithPolicy>,
): void {
  const { schedules, undelivered } = deployment;
  if (schedules.length === 0) return;
  const role = createScheduler(deployment);
  for (const { name, rate, queue, message } of schedules) {
    new aws.scheduler.Schedule(name, {
      name,
      scheduleExpression: rate,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: named(queues, queue).queue.arn,
        roleArn: role.arn,
        input: JSON.stringify(message),
        deadLetterConfig: { arn: named(queues, undelivered).queue.arn },
        retryPolicy: RETRY,
      },
    });
  }
}

function createScheduler(deployment: Deployment) {
  const { account, scheduler, schedules, undelivered } = deployment;
  const trust: ResourceStatement = {
    Sid: "SchedulesOnly",
    Effect: "Allow",
    Principal: { Service: "scheduler.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: {
        "aws:SourceAccount": account,
        // Scheduler gives its group here, not the schedule.
        "aws:SourceArn": scheduleGroupArn(deployment),
      },
    },
  };
  const send = {
    Sid: "SendMessages",
    Effect: "Allow",
    Action: "sqs:SendMessage",
    Resource: [...schedules.map(({ queue }) => queue), undelivered].map((queue) =>
      queueArn(deployment, queue),
    ),
  };
  return new aws.iam.Role(scheduler.role, {
    name: scheduler.role,
    path: scheduler.path,
    assumeRolePolicy: policyDocument([trust]),
    inlinePolicies: [{ name: "send", policy: policyDocument([send]) }],
  });
}
