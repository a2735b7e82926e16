/** What other tools stumble over, where no story of the lab tells it already. */
import { OrganizationsClient, UpdatePolicyCommand } from "@aws-sdk/client-organizations";
import { LabRequestHandler, type RecordJson } from "@holdfast/lab";
import { refused, type Stage, type Story } from "@holdfast/lab/stories";
import { eventOf } from "../support/events.ts";

const POLICY = "developers-no-iam";
const UNIT = "Root/Workloads";
const ROGUE = { Effect: "Deny", Action: "s3:DeleteBucket", Resource: "*" };

const detach = (stage: Stage) => stage.attacker().detach(stage.policy(POLICY), stage.place(UNIT));
const attach = (stage: Stage) => stage.attacker().attach(stage.policy(POLICY), stage.place(UNIT));

/** Nothing that an event holds or lacks may make the function fail. */
const noneFailed: Story["also"] = (_evidence, { lab }) => [
  lab.invocations().some(({ failed }) => failed > 0) && "an invocation failed",
];

/** Plays `act`, whose own events are lost, and delivers its last record with `changes`. */
async function retold(
  { lab }: Stage,
  act: () => Promise<void>,
  changes: (record: RecordJson) => RecordJson,
): Promise<void> {
  const restore = lab.trouble.events({ lose: 1 });
  await act();
  restore();
  const record = lab.records().at(-1);
  if (record === undefined) throw new Error("the act left no record");
  lab.put("default", eventOf(record, changes(record)));
}

/** An attachment of what is attached already, by somebody who may not attach. */
async function deniedAttach(stage: Stage): Promise<void> {
  const allow = stage.lab.trouble.deny("organizations:AttachPolicy");
  await refused(attach(stage));
  allow();
}

function administrator({ lab, place }: Stage): OrganizationsClient {
  return new OrganizationsClient({
    region: "us-east-1",
    requestHandler: new LabRequestHandler(lab.handle),
    credentials: { accessKeyId: place("management"), secretAccessKey: "any" },
    maxAttempts: 1,
  });
}

export const deniedWithParameters: Story = {
  id: "denied-with-parameters",
  title: "A denied AttachPolicy of an attached policy, recorded with its parameters",
  expects: "nothing",
  act: (stage) =>
    retold(
      stage,
      () => deniedAttach(stage),
      () => ({
        requestParameters: { policyId: stage.policy(POLICY), targetId: stage.place(UNIT) },
      }),
    ),
  also: noneFailed,
};

export const deniedWithoutParameters: Story = {
  id: "denied-without-parameters",
  title: "A denied AttachPolicy, recorded as CloudTrail does: without parameters",
  expects: "nothing",
  act: deniedAttach,
  also: noneFailed,
};

export const deliveredTwice: Story = {
  id: "delivered-twice",
  title: "EventBridge delivers an event twice",
  expects: "revert",
  async act(stage) {
    stage.lab.trouble.events({ repeat: 2 });
    await detach(stage);
  },
  also: noneFailed,
};

export const identityWithoutArn: Story = {
  id: "identity-without-arn",
  title: "The record of a detachment has a userIdentity without an ARN",
  expects: "revert",
  act: (stage) =>
    retold(
      stage,
      () => detach(stage),
      () => ({ userIdentity: { type: "AWSService", invokedBy: "controltower.amazonaws.com" } }),
    ),
  also: noneFailed,
};

export const namedLikeControlTower: Story = {
  id: "named-like-control-tower",
  title: "An undeclared policy is named like one of Control Tower's",
  expects: "revert",
  async act(stage) {
    const attacker = stage.attacker();
    await attacker.attach(await attacker.create("aws-guardrails-quiet", ROGUE), stage.place(UNIT));
  },
};

export const renamedThenDetached: Story = {
  id: "renamed-then-detached",
  title: "A declared policy is renamed, then detached",
  expects: "revert",
  async act(stage) {
    const PolicyId = stage.policy(POLICY);
    const Name = "aws-guardrails-renamed";
    await administrator(stage).send(new UpdatePolicyCommand({ PolicyId, Name }));
    await detach(stage);
  },
};

export const roguePutRight: Story = {
  id: "rogue-put-right",
  title: "A person detaches an undeclared policy that nobody had noticed",
  expects: "nothing",
  async act(stage) {
    const attacker = stage.attacker();
    const restore = stage.lab.trouble.events({ lose: 1 });
    const rogue = await attacker.create("unnoticed", ROGUE);
    await attacker.attach(rogue, stage.place(UNIT));
    await stage.pass(60_000);
    restore();
    await attacker.detach(rogue, stage.place(UNIT));
  },
};
