/**
 * The deployment description: plain JSON that `holdfast build` writes and that SST, the lab and the
 * benchmarks read. Every name is fixed (`holdfast-<stage>-…`), so that policies can name it.
 */
import type { EventPattern } from "../events/pattern.ts";
import type { Condition } from "../guardrail.ts";
import type { OwnMessage } from "../ports.ts";

/** One Allow statement of a generated role. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Condition;
}

export interface Rule {
  readonly name: string;
  /** `default`, or the hub bus's name. */
  readonly bus: string;
  /** Read-only management events match only rules in the second state (EventBridge guide). */
  readonly state: "ENABLED" | "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
  readonly pattern: EventPattern;
  /** The queue, or the bus, that receives what matches; what it refuses goes to `undelivered`. */
  readonly target: { readonly queue: string } | { readonly bus: string };
}

/** A rule of the default bus in every account and Region that is not the hub's, which sends to the hub bus. */
export interface ForwardingRule extends Pick<Rule, "name" | "state" | "pattern"> {
  /** The only Regions that record what it matches; undefined: any may. */
  readonly regions?: readonly string[];
}

/** A role that every account has, by which functions of the management account work there. */
export interface MemberRole {
  readonly name: string;
  readonly path: string;
  /** An account in an ARN is `*` for the one that the role is in. */
  readonly statements: readonly Statement[];
  /** ARNs of the roles that may take it. */
  readonly trusted: readonly string[];
}

/**
 * One CloudFormation template and where it is rolled out: in every member account by a StackSet of this name on the
 * root, and in the management account, where StackSets don't reach, by a stack of this name.
 */
export interface StackSet {
  readonly name: string;
  readonly description: string;
  /** File of the template, relative to the description. */
  readonly template: string;
  readonly regions: readonly string[];
  /** Of the stacks in the management account. */
  readonly managementRegions: readonly string[];
}

export interface Queue {
  readonly name: string;
  /** Seconds; six times the function's time-out, as the Lambda guide asks. */
  readonly visibilityTimeout: number;
  /** Seconds. */
  readonly retention: number;
  /** Where messages go after `maxReceiveCount` deliveries; the dead-letter queues have neither. */
  readonly maxReceiveCount?: number;
  readonly deadLetterQueue?: string;
}

export interface FunctionDescription {
  readonly name: string;
  /** Folder of the bundle, relative to the description. */
  readonly bundle: string;
  /** `<file without extension>.<export>` inside the bundle. */
  readonly handler: string;
  readonly runtime: "nodejs24.x";
  readonly architecture: "arm64";
  /** MB. */
  readonly memory: number;
  /** Seconds. */
  readonly timeout: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logRetentionDays: number;
  readonly role: {
    readonly name: string;
    readonly path: string;
    readonly statements: readonly Statement[];
  };
  readonly source: Source;
}

/** What feeds a function: a queue that is polled for it, or the alert topic. */
export type Source = QueueSource | TopicSource;

export interface QueueSource {
  readonly queue: string;
  readonly batchSize: number;
  /** Seconds. */
  readonly batchingWindow: number;
  /** Batches that run at once: the number of pollers. */
  readonly maximumConcurrency: number;
}

/** SNS invokes asynchronously: what the function fails at is tried again by Lambda, not by SNS. */
export interface TopicSource {
  readonly topic: string;
  /** How often Lambda tries again: 0 to 2. */
  readonly maximumRetries: number;
  /** Seconds after which an event that waits for a retry is given up. */
  readonly maximumEventAge: number;
  /** Takes what was given up, and what SNS could not hand to Lambda. */
  readonly deadLetterQueue: string;
}

export interface Alarm {
  readonly name: string;
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Sum" | "Maximum";
  /** Raised above it, or below it. */
  readonly threshold: number;
  /** `below` also counts what is missing: nothing at all is less than anything. */
  readonly comparison?: "below";
  /** Seconds. */
  readonly period: number;
}

/** What EventBridge Scheduler sends, and how often. */
export interface Schedule {
  readonly name: string;
  /** E.g. `rate(4 hours)`. */
  readonly rate: string;
  readonly queue: string;
  readonly message: OwnMessage;
}

export interface Deployment {
  readonly version: 1;
  readonly stage: string;
  /** Management account. */
  readonly account: string;
  /** `o-…`; the hub bus accepts events of this organization only. */
  readonly organization: string;
  /** Hub Region. */
  readonly region: string;
  readonly baselineHash: string;
  readonly bus: { readonly name: string };
  /** Role of every account that lets rules on its default buses send to the hub bus. */
  readonly forwarder: { readonly role: string; readonly path: string };
  readonly rules: readonly Rule[];
  /** What the other accounts and Regions have, so that the hub hears of them. */
  readonly forwarding: {
    /** Of every account. */
    readonly regions: readonly string[];
    readonly rules: readonly ForwardingRule[];
  };
  /** What looks and what writes in every account; none: no guardrail does. */
  readonly memberRoles: readonly MemberRole[];
  /** In the order in which they are rolled out: later ones need the earlier ones. */
  readonly stackSets: readonly StackSet[];
  /** `r-…`: the StackSets are on it. */
  readonly organizationRoot: string;
  readonly queues: readonly Queue[];
  /** Queue for events that EventBridge could not deliver: the dead-letter queue of every target. */
  readonly undelivered: string;
  readonly functions: readonly FunctionDescription[];
  /** String keys `partition` and `sort`; `expiresAt` in epoch seconds. */
  readonly table: { readonly name: string };
  readonly topic: { readonly name: string };
  readonly alarms: readonly Alarm[];
  readonly schedules: readonly Schedule[];
  /** Role that lets the schedules send to their queues. */
  readonly scheduler: { readonly role: string; readonly path: string };
  /** Reports of scans. */
  readonly bucket: { readonly name: string };
}
