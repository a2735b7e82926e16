/** Questions to a program's resources. */
import type { Program, Resource } from "./harness.ts";

export const TYPES = {
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  bucket: "aws:s3/bucket:Bucket",
  bucketAccess: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  bucketLifecycle: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  bucketPolicy: "aws:s3/bucketPolicy:BucketPolicy",
  bucketVersioning: "aws:s3/bucketVersioning:BucketVersioning",
  bus: "aws:cloudwatch/eventBus:EventBus",
  busPolicy: "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
  code: "aws:s3/bucketObjectv2:BucketObjectv2",
  function: "aws:lambda/function:Function",
  invokeConfig: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  key: "aws:kms/key:Key",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  mapping: "aws:lambda/eventSourceMapping:EventSourceMapping",
  permission: "aws:lambda/permission:Permission",
  queue: "aws:sqs/queue:Queue",
  queuePolicy: "aws:sqs/queuePolicy:QueuePolicy",
  role: "aws:iam/role:Role",
  schedule: "aws:scheduler/schedule:Schedule",
  rule: "aws:cloudwatch/eventRule:EventRule",
  /** SST's key for links. Nothing is linked, so it encrypts nothing. */
  sstKey: "random:index/randomBytes:RandomBytes",
  stack: "aws:cloudformation/stack:Stack",
  stackInstances: "aws:cloudformation/stackInstances:StackInstances",
  stackSet: "aws:cloudformation/stackSet:StackSet",
  subscription: "aws:sns/topicSubscription:TopicSubscription",
  table: "aws:dynamodb/table:Table",
  target: "aws:cloudwatch/eventTarget:EventTarget",
  topic: "aws:sns/topic:Topic",
  topicPolicy: "aws:sns/topicPolicy:TopicPolicy",
} as const;

type Kind = keyof typeof TYPES;

/** Resources of a kind, in the order of their logical names. */
export function all(program: Program, kind: Kind): Resource[] {
  return sorted(program.resources.filter(({ type }) => type === TYPES[kind]));
}

/** Inputs of the resources of a kind, in the order of their logical names. */
export function inputsOf(program: Program, kind: Kind): Readonly<Record<string, unknown>>[] {
  return all(program, kind).map(({ inputs }) => inputs);
}

/** The resource of a kind that has this physical name. @throws Error unless there is exactly one. */
export function named(program: Program, kind: Kind, name: string): Resource {
  const found = all(program, kind).filter(({ inputs }) => inputs.name === name);
  const [resource] = found;
  if (resource === undefined || found.length > 1) {
    throw new Error(`${found.length} resources of type ${TYPES[kind]} are named ${name}`);
  }
  return resource;
}

/** Things with a name, in the order of their names. */
export function sorted<T extends { readonly name: string }>(things: readonly T[]): T[] {
  return things.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** A policy document that was given as JSON text. */
export function parsed(document: unknown): unknown {
  if (typeof document !== "string") throw new Error(`Expected JSON text, got ${typeof document}`);
  return JSON.parse(document);
}

/** A document with these statements, as `parsed` returns it. */
export function documentOf(...statements: readonly object[]): object {
  return { Version: "2012-10-17", Statement: statements };
}
