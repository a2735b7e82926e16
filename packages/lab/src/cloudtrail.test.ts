import {
  AttachPolicyCommand,
  DetachPolicyCommand,
  DisablePolicyTypeCommand,
  ListRootsCommand,
} from "@aws-sdk/client-organizations";
import { DisableSecurityHubCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import {
  FULL,
  functionKey,
  MANAGEMENT,
  NO_IAM,
  NO_LEAVE,
  organizationsOf,
  PLAYGROUND,
  PRODUCTION,
  ROOT,
  refusal,
  SANDBOX,
  testLab,
} from "./lab.fixture.ts";
import { LabRequestHandler } from "./request-handler.ts";

function setup() {
  const lab = testLab();
  return { lab, client: organizationsOf(lab), last: () => lab.records().at(-1) ?? {} };
}

describe("CloudTrail records", () => {
  it("carry a write's parameters in lower camel case and no response", async () => {
    const { client, last } = setup();
    await client.send(new DetachPolicyCommand({ PolicyId: NO_LEAVE, TargetId: ROOT }));
    expect(last()).toMatchObject({
      eventVersion: "1.11",
      eventTime: "2026-11-20T09:00:00Z",
      eventSource: "organizations.amazonaws.com",
      eventName: "DetachPolicy",
      awsRegion: "us-east-1",
      requestParameters: { policyId: NO_LEAVE, targetId: ROOT },
      responseElements: null,
      readOnly: false,
      eventType: "AwsApiCall",
      managementEvent: true,
      recipientAccountId: MANAGEMENT,
      eventCategory: "Management",
      userIdentity: { type: "AssumedRole", accountId: MANAGEMENT },
    });
    expect(last()).not.toHaveProperty("errorCode");
  });

  it("keep no parameters of a call that was denied", async () => {
    const { lab, last } = setup();
    const attach = new AttachPolicyCommand({ PolicyId: NO_IAM, TargetId: SANDBOX });
    await refusal(organizationsOf(lab, PRODUCTION).send(attach));
    expect(last()).toMatchObject({
      eventName: "AttachPolicy",
      errorCode: "AccessDenied",
      requestParameters: null,
      responseElements: null,
      recipientAccountId: PRODUCTION,
    });
  });

  it("keep the parameters of a call that failed for another reason", async () => {
    const { client, last } = setup();
    await refusal(client.send(new DetachPolicyCommand({ PolicyId: FULL, TargetId: SANDBOX })));
    expect(last()).toMatchObject({
      errorCode: "ConstraintViolationException",
      requestParameters: { policyId: FULL, targetId: SANDBOX },
      responseElements: null,
    });
  });

  it("show a policy type that is being disabled as still enabled", async () => {
    const { client, last } = setup();
    const PolicyType = "SERVICE_CONTROL_POLICY";
    await client.send(new DisablePolicyTypeCommand({ RootId: ROOT, PolicyType }));
    expect(last()).toMatchObject({
      requestParameters: { rootId: ROOT, policyType: PolicyType },
      responseElements: {
        root: { policyTypes: expect.arrayContaining([{ type: PolicyType, status: "ENABLED" }]) },
      },
    });
  });

  it("name neither user nor issuer for root", async () => {
    const { lab, last } = setup();
    const root = organizationsOf(lab, lab.identity.rootKey(MANAGEMENT));
    await root.send(new DetachPolicyCommand({ PolicyId: NO_LEAVE, TargetId: ROOT }));
    const { userIdentity } = last();
    expect(userIdentity).toMatchObject({
      type: "Root",
      principalId: MANAGEMENT,
      arn: `arn:aws:iam::${MANAGEMENT}:root`,
      sessionContext: { sessionIssuer: {} },
    });
    expect(userIdentity).not.toHaveProperty("userName");
  });

  it("mark reads, and say nothing of their answer", async () => {
    const { client, last } = setup();
    await client.send(new ListRootsCommand({}));
    expect(last()).toMatchObject({
      readOnly: true,
      requestParameters: null,
      responseElements: null,
    });
  });

  it("hide Security Hub's error message in the response and keep its casing", async () => {
    const { lab, last } = setup();
    const hub = new SecurityHubClient({
      region: "us-east-1",
      credentials: { accessKeyId: PRODUCTION, secretAccessKey: "any" },
      requestHandler: new LabRequestHandler(lab.handle),
    });
    const before = lab.records().length;
    await refusal(hub.send(new DisableSecurityHubCommand({})));
    // Not an operation of the lab: what is not understood leaves no record.
    expect(lab.records()).toHaveLength(before);
    lab.trouble.deny("securityhub:GetFindings");
    const { GetFindingsCommand } = await import("@aws-sdk/client-securityhub");
    await refusal(hub.send(new GetFindingsCommand({ MaxResults: 5 })));
    expect(last()).toMatchObject({
      errorCode: "AccessDenied",
      requestParameters: { MaxResults: 5 },
      responseElements: { message: expect.stringContaining("not authorized") },
    });
    expect(last()).not.toHaveProperty("errorMessage");
  });

  it("show a session's key id and expiry, never its secret", async () => {
    const { lab, last } = setup();
    const role = { account: PRODUCTION, name: "Deploy", trust: [MANAGEMENT] };
    const { arn } = lab.identity.addRole(role);
    const client = new STSClient({
      region: "us-east-1",
      credentials: { accessKeyId: MANAGEMENT, secretAccessKey: "any" },
      requestHandler: new LabRequestHandler(lab.handle),
    });
    await client.send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: "me" }));
    expect(last()).toMatchObject({
      readOnly: true,
      responseElements: {
        credentials: { expiration: "Nov 20, 2026, 10:00:00\u202fAM" },
        assumedRoleUser: { arn: `arn:aws:sts::${PRODUCTION}:assumed-role/Deploy/me` },
      },
    });
    expect(JSON.stringify(last())).not.toContain("secretAccessKey");
  });

  it("are not made of data events", async () => {
    const { lab } = setup();
    const sns = new SNSClient({
      region: "us-east-1",
      credentials: { accessKeyId: functionKey(lab), secretAccessKey: "any" },
      requestHandler: new LabRequestHandler(lab.handle),
    });
    const TopicArn = `arn:aws:sns:us-east-1:${MANAGEMENT}:holdfast-test-alerts`;
    await sns.send(new PublishCommand({ TopicArn, Message: "hello" }));
    expect(lab.published()).toMatchObject([{ message: "hello" }]);
    expect(lab.records()).toEqual([]);
    expect(lab.writes()).toMatchObject([{ action: "sns:Publish", outcome: "ok" }]);
  });
});

describe("a record of a service that the lab does not have", () => {
  const record = {
    userIdentity: { type: "Root", accountId: PRODUCTION },
    eventSource: "iam.amazonaws.com",
    eventName: "CreateUser",
    requestParameters: { userName: "backdoor" },
    responseElements: null,
  };

  it("is listed with the others, completed by when and where it happened", async () => {
    const { lab, client } = setup();
    await client.send(new ListRootsCommand({}));
    lab.recorded(record);
    const [, last] = lab.records();
    expect(last).toMatchObject({
      ...record,
      eventTime: "2026-11-20T09:00:00Z",
      awsRegion: "us-east-1",
      recipientAccountId: PRODUCTION,
      readOnly: false,
      eventType: "AwsApiCall",
    });
    expect(last?.eventID).toMatch(/^[0-9a-f-]{36}$/);
    lab.recorded({ ...record, awsRegion: "eu-west-1", eventTime: "2026-11-19T00:00:00Z" });
    expect(lab.records().at(-1)).toMatchObject({
      awsRegion: "eu-west-1",
      eventTime: "2026-11-19T00:00:00Z",
    });
    // No call was made.
    expect(lab.calls()).toHaveLength(1);
  });

  it("must say in whose trail it is", () => {
    const { lab } = setup();
    const anonymous = { ...record, userIdentity: { type: "AWSService", invokedBy: "x" } };
    expect(() => lab.recorded(anonymous)).toThrow("CreateUser needs a recipientAccountId");
    lab.recorded({ ...anonymous, recipientAccountId: PLAYGROUND });
    expect(lab.records()).toMatchObject([{ recipientAccountId: PLAYGROUND }]);
  });
});
