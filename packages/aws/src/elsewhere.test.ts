import {
  AttachPolicyCommand,
  DescribePolicyCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { AssumeRoleCommand, STSClient, STSServiceException } from "@aws-sdk/client-sts";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { createCaller } from "./caller.ts";
import { createElsewhere } from "./elsewhere.ts";
import { createExecutor } from "./executor.ts";
import { callOptions } from "./testing.ts";

const sts = mockClient(STSClient);
const organizations = mockClient(OrganizationsClient);
const DEV = { account: "100000000007", region: "eu-west-1" };
const PROD = { account: "100000000009", region: "eu-west-1" };
const read = "organizations:DescribePolicy";
const write = "organizations:AttachPolicy";
const input = { PolicyId: "p-12345678", TargetId: "ou-1" };
const attach = { action: write, input, at: { ...DEV, resources: ["arn:one"] } } as const;
const refused = new STSServiceException({
  name: "AccessDenied",
  $fault: "client",
  message: "not you",
  $metadata: {},
});
const Credentials = {
  AccessKeyId: "ASIA",
  SecretAccessKey: "secret",
  SessionToken: "token",
  Expiration: new Date(0),
};

function setup() {
  const options = callOptions();
  const elsewhere = createElsewhere({
    ...options,
    client: { region: "us-east-1" },
    roles: { observe: "holdfast/look", remediate: "holdfast/mend" },
    session: "holdfast-test",
    share: 1,
  });
  return {
    ...options,
    aws: createCaller({ ...options, elsewhere, declared: [read] }),
    executor: createExecutor({ ...options, elsewhere, declared: [write] }),
  };
}

/** What was asked of STS. */
const assumed = () => sts.commandCalls(AssumeRoleCommand).map(({ args: [{ input }] }) => input);

/** The access keys that calls to Organizations were made with. */
function keys(): Promise<unknown[]> {
  const clients = organizations.calls().map(({ thisValue }) => thisValue);
  return Promise.all(
    clients.map(async (client) => {
      const { config } = client as { config: { credentials(): Promise<{ accessKeyId: string }> } };
      return (await config.credentials()).accessKeyId;
    }),
  );
}

beforeEach(() => {
  sts.reset();
  organizations.reset();
  organizations.on(DescribePolicyCommand).resolves({});
  organizations.on(AttachPolicyCommand).resolves({});
  sts
    .on(AssumeRoleCommand)
    .callsFake(({ RoleArn }) => ({ Credentials: { ...Credentials, AccessKeyId: RoleArn } }));
});

describe("a caller elsewhere", () => {
  it("calls by the role there that may only look, in the Region asked for", async () => {
    await setup().aws.at(DEV).call(read, { PolicyId: "p-1" });
    expect(assumed()).toEqual([
      {
        RoleArn: "arn:aws:iam::100000000007:role/holdfast/look",
        RoleSessionName: "holdfast-test",
        DurationSeconds: 3600,
      },
    ]);
    expect(await keys()).toEqual(["arn:aws:iam::100000000007:role/holdfast/look"]);
  });

  it("keeps a session for all Regions of an account, until shortly before its end", async () => {
    const { aws, clock } = setup();
    await aws.at(DEV).call(read, { PolicyId: "p-1" });
    await aws.at({ ...DEV, region: "us-east-1" }).call(read, { PolicyId: "p-1" });
    await aws.at(PROD).call(read, { PolicyId: "p-1" });
    expect(assumed()).toHaveLength(2);
    await clock.sleep(56 * 60_000);
    await aws.at(DEV).call(read, { PolicyId: "p-1" });
    expect(assumed()).toHaveLength(3);
  });

  it("says where it was refused, and asks again the next time", async () => {
    const { aws } = setup();
    sts.on(AssumeRoleCommand).rejectsOnce(refused).resolves({ Credentials });
    const asked = () => aws.at(DEV).call(read, { PolicyId: "p-1" });
    await expect(asked()).rejects.toMatchObject({ action: "sts:AssumeRole", class: "denied" });
    expect(organizations.calls()).toHaveLength(0);
    await expect(asked()).resolves.toEqual({});
  });

  it("remembers answers by where they are from", async () => {
    const asked: string[] = [];
    const answers = {
      once(call: string, ask: () => Promise<unknown>) {
        asked.push(call);
        return ask();
      },
    };
    const { clients, clock, random, log, region } = callOptions();
    const options = { clients, clock, random, log, region };
    const elsewhere = { observing: () => options };
    const aws = createCaller({ ...options, elsewhere, answers, declared: [read] });
    await aws.call(read, { PolicyId: "p-1" });
    await aws.at(DEV).call(read, { PolicyId: "p-1" });
    await aws.at(PROD).call(read, { PolicyId: "p-1" });
    expect(new Set(asked).size).toBe(3);
  });

  it("is nowhere without roles", () => {
    const aws = createCaller({ ...callOptions(), declared: [read] });
    expect(() => aws.at(DEV)).toThrow("nothing says how to call AWS in 100000000007, eu-west-1");
  });
});

describe("a step elsewhere", () => {
  it("runs in a session that may do this alone", async () => {
    const also = { actions: ["iam:PassRole"], resources: ["arn:two"] };
    const at = { ...attach.at, further: [also] };
    expect(await setup().executor.execute({ ...attach, at })).toMatchObject({ kind: "done" });
    const [{ RoleArn, DurationSeconds, Policy = "" } = {}] = assumed();
    expect({ RoleArn, DurationSeconds }).toEqual({
      RoleArn: "arn:aws:iam::100000000007:role/holdfast/mend",
      DurationSeconds: 900,
    });
    expect(JSON.parse(Policy)).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: [write], Resource: ["arn:one"] },
        { Effect: "Allow", Action: ["iam:PassRole"], Resource: ["arn:two"] },
      ],
    });
  });

  it("takes a session of its own each time, for each may do something else", async () => {
    const { executor } = setup();
    await executor.execute(attach);
    await executor.execute({ ...attach, at: { ...DEV, resources: ["arn:other"] } });
    expect(assumed()).toHaveLength(2);
  });

  it("has failed where the role can't be taken", async () => {
    sts.on(AssumeRoleCommand).rejects(refused);
    expect(await setup().executor.execute(attach)).toMatchObject({
      kind: "failed",
      error: { action: "sts:AssumeRole", class: "denied" },
    });
  });
});
