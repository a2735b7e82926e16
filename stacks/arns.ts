/**
 * ARNs of what the description names. Names are fixed, so a policy can name a resource before it
 * exists; that breaks the circle between a queue's policy and the rules that send to the queue.
 */
import type { Deployment, Rule } from "@holdfast/core";

export function queueArn({ account, region }: Deployment, name: string): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}

export function topicArn({ account, region, topic }: Deployment): string {
  return `arn:aws:sns:${region}:${account}:${topic.name}`;
}

export function busArn({ account, region, bus }: Deployment): string {
  return `arn:aws:events:${region}:${account}:event-bus/${bus.name}`;
}

/** Rules of the default bus are named without it. */
export function ruleArn({ account, region }: Deployment, { bus, name }: Rule): string {
  const rule = bus === "default" ? name : `${bus}/${name}`;
  return `arn:aws:events:${region}:${account}:rule/${rule}`;
}

/** Of the management account; every other has one of the same name. */
export function forwarderArn({ account, forwarder }: Deployment): string {
  return `arn:aws:iam::${account}:role${forwarder.path}${forwarder.role}`;
}

export function bucketArn({ bucket }: Deployment): string {
  return `arn:aws:s3:::${bucket.name}`;
}

/** The group that schedules are in unless they say otherwise. */
export function scheduleGroupArn({ account, region }: Deployment): string {
  return `arn:aws:scheduler:${region}:${account}:schedule-group/default`;
}

/** ARNs of the roles of those functions that publish alerts. */
export function publisherRoleArns({ account, functions }: Deployment): string[] {
  return functions
    .filter(({ role }) => role.statements.some(({ Action }) => Action.includes("sns:Publish")))
    .map(({ role }) => `arn:aws:iam::${account}:role${role.path}${role.name}`);
}
