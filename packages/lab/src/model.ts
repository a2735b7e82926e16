/** What a lab is made of, and what can be asked of it. */
import type { Baseline, Deployment, Json } from "@holdfast/core";
import type { LoggedCall } from "./call-log.ts";
import type { LabClock } from "./clock.ts";
import type { Identity } from "./identity.ts";
import type { DirectoryConsole } from "./identity-center/console.ts";
import type { Scim } from "./identity-center/scim.ts";
import type { IdentityCenterState } from "./identity-center/state.ts";
import type { LogLine } from "./lambda/functions.ts";
import type { InvokerFactory } from "./lambda/invoker.ts";
import type { Invocation } from "./lambda/mapping.ts";
import type { OrganizationState } from "./organizations/state.ts";
import type { DynamoDB } from "./services/dynamodb.ts";
import type { StoredObject } from "./services/s3.ts";
import type { SecretsManager } from "./services/secretsmanager.ts";
import type { AsffFinding } from "./services/securityhub.ts";
import type { Slack } from "./services/slack/index.ts";
import type { PublishedMessage } from "./services/sns.ts";
import type { Sqs } from "./services/sqs.ts";
import type { OrganizationChange, OrganizationSnapshot } from "./snapshot.ts";
import type { RecordJson } from "./trail/record.ts";
import type { SignIn } from "./trail/sign-in.ts";
import type { Trouble } from "./trouble.ts";
import type { Handle } from "./wire/message.ts";

export interface LabOptions {
  readonly baseline: Baseline;
  readonly deployment: Deployment;
  /** As it is in the beginning; left out: as the baseline says. */
  readonly organization?: OrganizationState;
  readonly clock: LabClock;
  /** All randomness comes from it. */
  readonly seed: number;
  /** Milliseconds from a call to its event's arrival; 1000 unless given. */
  readonly eventDelay?: number;
  /** Runs the functions. Left out: they stay unsubscribed, and nothing is enforced. */
  readonly invoker?: InvokerFactory;
  /** Whether the description's schedules run. They never end: drain up to a time then. */
  readonly schedules?: boolean;
  /** Hears every line that a function or the lab itself writes. */
  log?(line: LogLine): void;
}

export interface Lab {
  /** Takes an AWS request, or one to Slack; for `serve`, `LabRequestHandler` and `labFetch`. */
  readonly handle: Handle;
  readonly clock: LabClock;
  readonly trouble: Trouble;
  readonly identity: Identity;
  readonly sqs: Sqs;
  readonly dynamodb: DynamoDB;
  readonly secrets: SecretsManager;
  /** What the function that tells Slack speaks to. */
  readonly slack: Slack;
  /** Every call that was answered, in order. */
  calls(): readonly LoggedCall[];
  /** The calls that are not read-only, refused ones included. */
  writes(): readonly LoggedCall[];
  /** Every write that Organizations and Identity Center have here, as `organizations:AttachPolicy`. */
  writeOperations(): readonly string[];
  /** CloudTrail records of all management events, in order. */
  records(): readonly RecordJson[];
  /** Somebody signs in to the console, or fails to. */
  signIn(signIn: SignIn): void;
  /** Works on the identity store by hand, as whoever has this `userIdentity`. */
  console(identity: RecordJson): DirectoryConsole;
  /** Works on the identity store as an external provider, or whoever has its token. */
  readonly scim: Scim;
  /**
   * Records what a service did that the lab does not have. `record` is as that service writes it;
   * times, ids and places that it lacks are added.
   */
  recorded(record: RecordJson): void;
  organization(): OrganizationSnapshot;
  /** Identity Center as it is, with its ARNs and ids; undefined: it was never enabled. */
  identityCenter(): IdentityCenterState | undefined;
  /** GuardDuty's detectors as they are, with their ids. */
  detectors(): OrganizationState["detectors"];
  /** The organization after each of its changes; first as it was in the beginning. */
  changes(): readonly OrganizationChange[];
  /** Security Hub findings of the management account in the hub Region. */
  findings(): readonly AsffFinding[];
  /** Messages on the description's topic. */
  published(): readonly PublishedMessage[];
  /** What is in the description's bucket. */
  reports(): readonly StoredObject[];
  invocations(): readonly Invocation[];
  logs(): readonly LogLine[];
  /** Puts an event as it is on `default` or on the hub bus. */
  put(bus: string, event: Json): void;
  /** Puts a message on a queue, as whoever may send to it. */
  send(queue: string, message: Json): void;
  /** Ends functions and timers. */
  close(): Promise<void>;
}
