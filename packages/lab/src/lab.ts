/** The lab as a whole: an organization, the services, and Holdfast deployed into it. */
import { assumeWith } from "./assume.ts";
import { createAuthoriser } from "./authorise.ts";
import { type LoggedCall, loggedCall } from "./call-log.ts";
import { createTrail } from "./cloudtrail.ts";
import { deploy, isRolledOut, memberRolesIn, subscribe } from "./deploy.ts";
import { createEndpoint } from "./endpoint.ts";
import { createEventBridge } from "./eventbridge.ts";
import { createGuardDuty } from "./guardduty/index.ts";
import { createIam } from "./iam/index.ts";
import { createPrincipals } from "./iam/principals.ts";
import { createIdentity } from "./identity.ts";
import { createIdentityCenter } from "./identity-center/index.ts";
import { createFunctions, type LogLine } from "./lambda/functions.ts";
import type { Lab, LabOptions } from "./model.ts";
import { attributed, createOrganizations } from "./organizations/index.ts";
import { createOrganizationStore } from "./organizations/store.ts";
import { createRandomSource, randomUuid } from "./random.ts";
import { startSchedules } from "./schedules.ts";
import { seedOrganization } from "./seed.ts";
import { createCloudTrail } from "./services/cloudtrail.ts";
import { createDynamoDB } from "./services/dynamodb.ts";
import { createLambda } from "./services/lambda.ts";
import { createS3 } from "./services/s3.ts";
import { createSecretsManager } from "./services/secretsmanager.ts";
import { createSecurityHub } from "./services/securityhub.ts";
import { createSlack, SLACK_PATH } from "./services/slack/index.ts";
import { createSns } from "./services/sns.ts";
import { createSqs } from "./services/sqs.ts";
import { createSts } from "./services/sts.ts";
import { snapshotOf } from "./snapshot.ts";
import { isReadOnly, SOURCE_IP } from "./trail/record.ts";
import { isRecorded } from "./trails/coverage.ts";
import { trailOperations } from "./trails/operations.ts";
import { createTrouble } from "./trouble.ts";

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
