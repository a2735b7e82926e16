/** A small organization with one function, and clients to call it; for tests. */
import { OrganizationsClient, PutResourcePolicyCommand } from "@aws-sdk/client-organizations";
import type { Baseline, Deployment, EventPattern, FunctionDescription, Rule } from "@holdfast/core";
import { createLab } from "./lab.ts";
import type { Lab, LabOptions } from "./model.ts";
import { LabRequestHandler } from "./request-handler.ts";
import { createVirtualClock } from "./virtual-clock.ts";

export const MANAGEMENT = "100000000001";
export const PRODUCTION = "100000000009";
export const PLAYGROUND = "100000000010";
export const ROOT = "r-hf01";
export const WORKLOADS = "ou-hf01-workload";
export const SANDBOX = "ou-hf01-sandbox0";
export const FULL = "p-FullAWSAccess";
export const NO_LEAVE = "p-noleave0";
export const NO_IAM = "p-noiam000";
export const START = Date.parse("2026-11-20T09:00:00Z");
export const ENFORCER = "holdfast-test-enforce";
export const QUEUE = "holdfast-test-organization";

const deny = (Action: string) =>
  ({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action, Resource: "*" }] }) as const;

export const baseline: Baseline = {
  version: 1,
  hash: "0".repeat(64),
  organization: {
    id: "o-holdfast01",
    management: MANAGEMENT,
    hubRegion: "us-east-1",
    identityCenterRegion: "us-east-1",
    regions: ["us-east-1"],
  },
  accounts: [
    { name: "production", id: PRODUCTION, unit: "Root/Workloads", policies: [] },
    { name: "playground", id: PLAYGROUND, unit: "Root/Sandbox", policies: [] },
  ],
  units: [
    { path: "Root", id: ROOT, policies: ["deny-leave"] },
    { path: "Root/Workloads", id: WORKLOADS, policies: ["no-iam"] },
    { path: "Root/Sandbox", id: SANDBOX, policies: [] },
  ],
  policies: [
    {
      name: "deny-leave",
      type: "SERVICE_CONTROL_POLICY",
      id: NO_LEAVE,
      description: "",
      content: deny("organizations:LeaveOrganization"),
    },
    {
      name: "no-iam",
      type: "SERVICE_CONTROL_POLICY",
      id: NO_IAM,
      description: "",
      content: deny("iam:*"),
    },
  ],
  leaveAlone: [],
  modes: { default: "alert", guardrails: {}, units: {} },
  exemptions: [],
};

const pattern: EventPattern = { source: ["aws.organizations"] };
const rule = (bus: string, target: Rule["target"]): Rule => ({
  name: `${bus}-rule`,
  bus,
  state: "ENABLED",
  pattern,
  target,
});

const enforcer: FunctionDescription = {
  name: ENFORCER,
  bundle: "functions/enforce",
  handler: "index.handler",
  runtime: "nodejs24.x",
  architecture: "arm64",
  memory: 512,
  timeout: 60,
  environment: { STAGE: "test" },
  logRetentionDays: 30,
  role: {
    name: ENFORCER,
    path: "/holdfast/",
    statements: [
      {
        Sid: "Guard",
        Effect: "Allow",
        Action: ["organizations:ListPoliciesForTarget", "organizations:AttachPolicy"],
        Resource: ["*"],
      },
      { Sid: "Tell", Effect: "Allow", Action: ["sns:Publish"], Resource: ["*"] },
    ],
  },
  source: { queue: QUEUE, batchSize: 10, batchingWindow: 0, maximumConcurrency: 2 },
};

export const deployment: Deployment = {
  version: 1,
  stage: "test",
  account: MANAGEMENT,
  organization: "o-holdfast01",
  region: "us-east-1",
  baselineHash: baseline.hash,
  bus: { name: "holdfast-test-hub" },
  forwarder: { role: "holdfast-test-forward", path: "/holdfast/" },
  rules: [
    rule("default", { bus: "holdfast-test-hub" }),
    rule("holdfast-test-hub", { queue: QUEUE }),
  ],
  forwarding: {
    regions: ["eu-west-1", "us-east-1"],
    rules: [{ name: "forward", state: "ENABLED", pattern }],
  },
  memberRoles: [],
  stackSets: [],
  organizationRoot: "r-ab12",
  queues: [
    {
      name: QUEUE,
      visibilityTimeout: 360,
      retention: 345_600,
      maxReceiveCount: 3,
      deadLetterQueue: `${QUEUE}-dead`,
    },
    { name: `${QUEUE}-dead`, visibilityTimeout: 30, retention: 1_209_600 },
  ],
  undelivered: `${QUEUE}-dead`,
  functions: [enforcer],
  table: { name: "holdfast-test" },
  topic: { name: "holdfast-test-alerts" },
  alarms: [],
  schedules: [],
  scheduler: { role: "holdfast-test-schedule", path: "/holdfast/" },
  bucket: { name: "holdfast-test-reports" },
};

export function testLab(options: Partial<LabOptions> = {}): Lab {
  const clock = options.clock ?? createVirtualClock(START);
  return createLab({ baseline, deployment, clock, seed: 1, ...options });
}

/** A key of the function, which alone may publish on the topic. */
export function functionKey(lab: Lab): string {
  const roleArn = `arn:aws:iam::${MANAGEMENT}:role/holdfast/${ENFORCER}`;
  const session = { roleArn, sessionName: "test" };
  return lab.identity.assumeRole("lambda.amazonaws.com", session).accessKeyId;
}

/** A client whose key is `accessKeyId`: an account id, or a key that the lab gave out. */
export function organizationsOf(lab: Lab, accessKeyId = MANAGEMENT): OrganizationsClient {
  return new OrganizationsClient({
    region: "us-east-1",
    credentials: { accessKeyId, secretAccessKey: "any" },
    requestHandler: new LabRequestHandler(lab.handle),
    maxAttempts: 1,
  });
}

/** The management account delegates organization actions to an account, as its resource policy. */
export async function delegate(lab: Lab, account: string, actions: readonly string[]) {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: actions.map((action) => `organizations:${action}`),
    Resource: "*",
  };
  const Content = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await organizationsOf(lab).send(new PutResourcePolicyCommand({ Content }));
}

/** What a promise was rejected with, by name and, where AWS gives one, reason. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    const { name, Reason } = error as { name: string; Reason?: string };
    return Reason ? `${name}: ${Reason}` : name;
  }
  return "nothing was refused";
}
