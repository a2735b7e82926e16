/** The lab as a whole: an organization, the services, and Holdfast deployed into it. */
import type { Baseline, Deployment, Json } from "@holdfast/core";
import { assumeWith } from "./assume.ts";
import { createAuthoriser } from "./authorise.ts";
import { type LoggedCall, loggedCall } from "./call-log.ts";
import type { LabClock } from "./clock.ts";
import { createTrail } from "./cloudtrail.ts";
import { deploy, isRolledOut, memberRolesIn, subscribe } from "./deploy.ts";
import { createEndpoint } from "./endpoint.ts";
import { createEventBridge } from "./eventbridge.ts";
import { createGuardDuty } from "./guardduty/index.ts";
import { createIam } from "./iam/index.ts";
import { createPrincipals } from "./iam/principals.ts";
import { createIdentity, type Identity } from "./identity.ts";
import type { DirectoryConsole } from "./identity-center/console.ts";
import { createIdentityCenter } from "./identity-center/index.ts";
import type { Scim } from "./identity-center/scim.ts";
import type { IdentityCenterState } from "./identity-center/state.ts";
import { createFunctions, type LogLine } from "./lambda/functions.ts";
import type { InvokerFactory } from "./lambda/invoker.ts";
import type { Invocation } from "./lambda/mapping.ts";
import { attributed, createOrganizations } from "./organizations/index.ts";
import type { OrganizationState } from "./organizations/state.ts";
import { createOrganizationStore } from "./organizations/store.ts";
import { createRandomSource, randomUuid } from "./random.ts";
import { startSchedules } from "./schedules.ts";
import { seedOrganization } from "./seed.ts";
import { createCloudTrail } from "./services/cloudtrail.ts";
import { createDynamoDB, type DynamoDB } from "./services/dynamodb.ts";
import { createLambda } from "./services/lambda.ts";
import { createS3, type StoredObject } from "./services/s3.ts";
import { createSecretsManager, type SecretsManager } from "./services/secretsmanager.ts";
import { type AsffFinding, createSecurityHub } from "./services/securityhub.ts";
import { createSlack, SLACK_PATH, type Slack } from "./services/slack/index.ts";
import { createSns, type PublishedMessage } from "./services/sns.ts";
import { createSqs, type Sqs } from "./services/sqs.ts";
import { createSts } from "./services/sts.ts";
import { type OrganizationChange, type OrganizationSnapshot, snapshotOf } from "./snapshot.ts";
import { isReadOnly, type RecordJson, SOURCE_IP } from "./trail/record.ts";
import type { SignIn } from "./trail/sign-in.ts";
import { isRecorded } from "./trails/coverage.ts";
import { trailOperations } from "./trails/operations.ts";
import { createTrouble, type Trouble } from "./trouble.ts";
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

export function createLab(options: LabOptions): Lab {
  const { baseline, deployment, clock, eventDelay = 1000 } = options;
  const random = createRandomSource(options.seed);
  const requests = random("requests");
  const calls: LoggedCall[] = [];
  const logs: LogLine[] = [];
  const log = (functionName: string, text: string): void => {
    const line = { at: clock.now(), functionName, text };
    logs.push(line);
    options.log?.(line);
  };

  const { organization = seedOrganization(baseline, clock.now()) } = options;
  const store = createOrganizationStore(organization, clock);
  const trouble = createTrouble(clock, random);
  const exists = (account: string): boolean => {
    const { accounts, outsiders } = store.current();
    return accounts.has(account) || outsiders.has(account);
  };
  const principals = createPrincipals(store.current);
  const identity = createIdentity({
    clock,
    random,
    exists,
    iam: principals,
    rolledOut: (account) =>
      isRolledOut(store.current(), account, clock.now()) ? memberRolesIn(deployment, account) : [],
  });

  const sqs = createSqs({ clock, random: random("sqs") });
  const sns = createSns({ clock, random: random("sns") });
  const dynamodb = createDynamoDB({ clock, random: random("dynamodb") });
  const securityHub = createSecurityHub();
  const s3 = createS3({ clock });
  const secrets = createSecretsManager({ clock, random: random("secretsmanager") });
  const slack = createSlack(
    { clock, random: random("slack") },
    { trouble, log: (text) => log("slack", text) },
  );
  const roles = deploy(deployment, {
    sqs,
    sns,
    dynamodb,
    s3,
    securityHub,
    identity,
    secrets,
    slack,
  });
  const { invoker } = options;
  const functions = createFunctions({
    deployment,
    roles,
    clock,
    random,
    sqs,
    identity,
    invoker,
    log,
  });

  subscribe(deployment, sns, functions);

  const eventBridge = createEventBridge({
    clock,
    deployment,
    trouble,
    delay: eventDelay,
    // Where no trail is declared nobody has said how events come, and they come.
    records: (record) => organization.trails.size === 0 || isRecorded(record, store.current()),
    forwards: (account) => isRolledOut(store.current(), account, clock.now()),
    send: functions.send,
  });
  const trail = createTrail({ clock, random, publish: eventBridge.publish });
  const authoriser = createAuthoriser({
    clock,
    identity,
    organization: store.current,
  });

  const organizations = createOrganizations({
    store,
    clock,
    random,
    trouble,
    identity,
    announce: (name, details) =>
      trail.announce({ name, details, account: store.current().management }),
  });
  const identityCenter = createIdentityCenter({
    store,
    clock,
    random,
    trouble,
    region: baseline.organization.identityCenterRegion,
    forwarded: authoriser.forwarded,
    recorded: trail.recorded,
  });
  const iam = createIam({
    store,
    clock,
    random,
    trouble,
    furniture: identity.rolesIn,
    idOf: (arn) =>
      principals.idOf(arn) ??
      identity.rolesIn(arn.split(":")[4] ?? "").find((role) => role.arn === arn)?.id,
    knows: exists,
  });
  const cloudTrail = createCloudTrail({
    clock,
    records: trail.records,
    trails: attributed(trailOperations(store, trouble.readLag), store),
  });
  const changing = [
    organizations,
    identityCenter.sso,
    identityCenter.identityStore,
    iam,
    cloudTrail,
    createGuardDuty({ store, random, readLag: trouble.readLag }),
  ];
  const aws = createEndpoint({
    services: [
      ...changing,
      dynamodb.service,
      sns.service,
      sqs.service,
      securityHub.service,
      secrets.service,
      createSts(assumeWith(identity, store.current, clock.now)).service,
      s3.service,
      createLambda(functions.invoke),
    ],
    identify: (accessKeyId) => identity.identify(accessKeyId),
    before(call) {
      trouble.check(call);
      authoriser.check(call);
    },
    async after(call, outcome) {
      calls.push(loggedCall(call, outcome, clock.now()));
      trail.write(call, outcome);
      if ("error" in outcome) return;
      if (call.service === "sqs") functions.poke();
      if (!trouble.kills(call)) return;
      functions.kill(call.principal.accessKeyId);
      // The write has happened, and nobody is left to hear of it.
      await new Promise(() => {});
    },
    requestId: () => randomUuid(requests),
    sourceIp: SOURCE_IP,
    log: (message) => log("lab", message),
  });

  const stopSchedules = options.schedules
    ? startSchedules(deployment.schedules, clock, functions.send)
    : () => {};
  const { account, region } = deployment;
  return {
    handle: (request) =>
      request.path.startsWith(`${SLACK_PATH}/`) ? slack.handle(request) : aws(request),
    clock,
    trouble,
    identity,
    sqs,
    dynamodb,
    secrets,
    slack,
    calls: () => calls,
    writes: () => calls.filter(({ readOnly }) => !readOnly),
    writeOperations: () =>
      changing.flatMap(({ name: service, operations }) =>
        Object.keys(operations)
          .filter((operation) => !isReadOnly({ service, operation }))
          .map((operation) => `${service}:${operation}`),
      ),
    records: trail.records,
    signIn: trail.signIn,
    console: identityCenter.console,
    scim: identityCenter.scim,
    recorded: trail.recorded,
    organization: () => snapshotOf(store.current()),
    identityCenter: () => store.current().identityCenter,
    detectors: () => store.current().detectors,
    changes: () =>
      store
        .changes()
        .map(({ state, ...change }) => ({ ...change, organization: snapshotOf(state) })),
    findings: () => securityHub.findings(account, region),
    published: () => sns.published(`arn:aws:sns:${region}:${account}:${deployment.topic.name}`),
    reports: () => s3.objects(deployment.bucket.name),
    invocations: functions.invocations,
    logs: () => logs,
    put: eventBridge.put,
    send: (queue, message) => functions.send(queue, JSON.stringify(message)),
    async close() {
      stopSchedules();
      clock.close();
      await functions.close();
    },
  };
}
