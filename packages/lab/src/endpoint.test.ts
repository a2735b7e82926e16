import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import {
  AttachPolicyCommand,
  ListRootsCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { GetFindingsCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { ACCOUNT, ADMIN, REGION, testEndpoint } from "./endpoint.fixture.ts";
import { type Service, ServiceError } from "./service.ts";
import { textOf } from "./services/support.ts";
import type { WireRequest } from "./wire/message.ts";

const ROOTS = [{ Id: "r-ab12", Arn: "arn:aws:organizations::1:root/o-1/r-ab12", Name: "Root" }];
const toy: Service = {
  name: "organizations",
  operations: {
    ListRoots: () => ({ Roots: ROOTS }),
    AttachPolicy: (input) => {
      if (textOf(input, "PolicyId") === "p-bug") throw new TypeError("a bug");
      throw new ServiceError("ConstraintViolationException", "No more policies.", {
        Reason: "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
      });
    },
  },
};

const attach = (PolicyId: string | undefined, TargetId = "r-ab12") =>
  new AttachPolicyCommand({ PolicyId, TargetId });

function request(headers: Record<string, string>, body = ""): WireRequest {
  const bytes = new TextEncoder().encode(body);
  return { method: "POST", path: "/", query: new URLSearchParams(), headers, body: bytes };
}

function scopeOf(service: string, key = ACCOUNT): string {
  const signature = "0".repeat(64);
  return `AWS4-HMAC-SHA256 Credential=${key}/20270101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=${signature}`;
}

async function answered(service: Service[], sent: WireRequest) {
  const { status, body } = await testEndpoint(service).handle(sent);
  return { status, text: new TextDecoder().decode(body) };
}

describe("an endpoint", () => {
  it("answers what the operation returns", async () => {
    const { configuration } = testEndpoint([toy]);
    const { Roots, $metadata } = await new OrganizationsClient(configuration).send(
      new ListRootsCommand({}),
    );
    expect(Roots).toEqual(ROOTS);
    expect($metadata.requestId).toBe("11111111-2222-4333-8444-555555555555");
  });

  it("tells `after` who called what, from where and with which input", async () => {
    const { configuration, calls } = testEndpoint([toy]);
    await expect(new OrganizationsClient(configuration).send(attach("p-1"))).rejects.toThrow();
    expect(calls).toHaveLength(1);
    expect(calls[0]?.call).toMatchObject({
      service: "organizations",
      operation: "AttachPolicy",
      input: { PolicyId: "p-1", TargetId: "r-ab12" },
      principal: ADMIN,
      region: REGION,
      sourceIp: "203.0.113.7",
      userAgent: expect.stringContaining("aws-sdk-js"),
    });
    expect(calls[0]?.outcome).toMatchObject({ error: { code: "ConstraintViolationException" } });
  });

  it("lets `before` refuse a call before the operation runs, and still tells `after`", async () => {
    let ran = false;
    const watched = {
      name: "organizations",
      operations: {
        ListRoots: () => {
          ran = true;
          return {};
        },
      },
    };
    const { configuration, calls } = testEndpoint([watched], {
      before() {
        throw new ServiceError("AccessDeniedException", "You don't have permissions.");
      },
    });
    const sent = new OrganizationsClient(configuration).send(new ListRootsCommand({}));
    await expect(sent).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: "You don't have permissions.",
    });
    expect(ran).toBe(false);
    expect(calls).toMatchObject([{ outcome: { error: { code: "AccessDeniedException" } } }]);
  });

  it("answers InternalFailure and logs where a bug was, without rejecting", async () => {
    const { configuration, logged } = testEndpoint([toy]);
    const sent = new OrganizationsClient(configuration).send(attach("p-bug"));
    await expect(sent).rejects.toMatchObject({
      name: "InternalFailure",
      message: "The lab failed: a bug",
      $metadata: { httpStatusCode: 500 },
    });
    expect(logged).toEqual([
      expect.stringContaining("organizations:AttachPolicy: TypeError: a bug"),
    ]);
  });

  it("treats output that the service model does not have as a bug", async () => {
    const wrong = { name: "organizations", operations: { ListRoots: () => ({ Rots: [] }) } };
    const { configuration, logged } = testEndpoint([wrong]);
    const sent = new OrganizationsClient(configuration).send(new ListRootsCommand({}));
    await expect(sent).rejects.toMatchObject({ name: "InternalFailure" });
    expect(logged).toEqual([expect.stringContaining("output.Rots is not in the service model")]);
  });

  it("treats error members that the service model does not have as a bug", async () => {
    const throwing = () => {
      throw new ServiceError("AWSOrganizationsNotInUseException", "No.", { Raison: "x" });
    };
    const wrong = { name: "organizations", operations: { ListRoots: throwing } };
    const { configuration, logged } = testEndpoint([wrong]);
    const sent = new OrganizationsClient(configuration).send(new ListRootsCommand({}));
    await expect(sent).rejects.toMatchObject({ name: "InternalFailure" });
    expect(logged).toEqual([expect.stringContaining("Raison is not in the service model")]);
  });
});

describe("an operation that is not implemented", () => {
  const empty = (name: string): Service => ({ name, operations: {} });
  const { configuration } = testEndpoint(
    ["sts", "sns", "organizations", "dynamodb", "securityhub"].map(empty),
  );
  const calls = {
    "sts:GetCallerIdentity": () =>
      new STSClient(configuration).send(new GetCallerIdentityCommand({})),
    "sns:Publish": () => new SNSClient(configuration).send(new PublishCommand({ Message: "m" })),
    "organizations:ListRoots": () =>
      new OrganizationsClient(configuration).send(new ListRootsCommand({})),
    "dynamodb:GetItem": () =>
      new DynamoDBClient(configuration).send(new GetItemCommand({ TableName: "t", Key: {} })),
    "securityhub:GetFindings": () =>
      new SecurityHubClient(configuration).send(new GetFindingsCommand({})),
    // A service the lab has a client for, but no implementation at all.
    "sqs:SendMessage": () =>
      new SQSClient({ ...configuration, useQueueUrlAsEndpoint: false }).send(
        new SendMessageCommand({ QueueUrl: "https://q/1/n", MessageBody: "m" }),
      ),
  };

  it.each(Object.entries(calls))("is named in the error: %s", async (name, send) => {
    await expect(send()).rejects.toMatchObject({
      name: "NotImplemented",
      message: `The lab does not implement ${name}.`,
      $metadata: { httpStatusCode: 501 },
    });
  });

  it("is named even when the lab has no client for the service", async () => {
    const headers = {
      authorization: scopeOf("kinesis"),
      "x-amz-target": "Kinesis_20131202.ListStreams",
    };
    const { status, text } = await answered([], request(headers, "{}"));
    expect(status).toBe(501);
    expect(JSON.parse(text)).toMatchObject({
      __type: "NotImplemented",
      message: "The lab does not implement kinesis:ListStreams.",
    });
  });

  it("is not confused with a property that every object has", async () => {
    const headers = {
      authorization: scopeOf("organizations"),
      "x-amz-target": "AWSOrganizationsV20161128.constructor",
    };
    expect(await answered([toy], request(headers, "{}"))).toMatchObject({ status: 501 });
    const service = { ...headers, authorization: scopeOf("constructor") };
    expect(await answered([toy], request(service, "{}"))).toMatchObject({ status: 501 });
  });
});

describe("a caller", () => {
  const json = { "x-amz-target": "AWSOrganizationsV20161128.ListRoots" };

  it("must sign", async () => {
    const { status, text } = await answered([toy], request(json));
    expect(status).toBe(403);
    expect(JSON.parse(text)).toMatchObject({ __type: "MissingAuthenticationTokenException" });
  });

  it.each([
    "Bearer token",
    "AWS4-HMAC-SHA256 Credential=AKIA/20270101/us-east-1/organizations",
    scopeOf("organizations").replace("SignedHeaders=host, ", ""),
    scopeOf("organizations").replace(/0{64}/, "zz"),
  ])("must sign properly, not with %s", async (authorization) => {
    const { status, text } = await answered([toy], request({ ...json, authorization }));
    expect(status).toBe(403);
    expect(JSON.parse(text)).toMatchObject({ __type: "IncompleteSignatureException" });
  });

  it("must be known, in the words of each protocol", async () => {
    const { configuration, calls } = testEndpoint([toy, { name: "sts", operations: {} }]);
    const unknown = {
      ...configuration,
      credentials: { accessKeyId: "AKIANOBODY", secretAccessKey: "x" },
    };
    await expect(
      new OrganizationsClient(unknown).send(new ListRootsCommand({})),
    ).rejects.toMatchObject({ name: "UnrecognizedClientException" });
    await expect(
      new STSClient(unknown).send(new GetCallerIdentityCommand({})),
    ).rejects.toMatchObject({ name: "InvalidClientTokenId", $metadata: { httpStatusCode: 403 } });
    expect(calls).toEqual([]);
  });
});

describe("a missing required member", () => {
  const operations = { AssumeRole: () => ({}), Publish: () => ({}), SendMessage: () => ({}) };
  const { configuration, calls } = testEndpoint([
    toy,
    ...["sts", "sns", "sqs"].map((name) => ({ name, operations })),
  ]);

  it("is refused as each service refuses it, and recorded", async () => {
    await expect(
      new OrganizationsClient(configuration).send(attach(undefined)),
    ).rejects.toMatchObject({ name: "InvalidInputException", Reason: "INPUT_REQUIRED" });
    const role = { RoleArn: undefined, RoleSessionName: "name" };
    await expect(
      new STSClient(configuration).send(new AssumeRoleCommand(role)),
    ).rejects.toMatchObject({
      name: "ValidationError",
      message: expect.stringContaining("'roleArn'"),
    });
    await expect(
      new SNSClient(configuration).send(new PublishCommand({ Message: undefined })),
    ).rejects.toMatchObject({ name: "InvalidParameterException" });
    const message = { QueueUrl: "https://q/1/n", MessageBody: undefined };
    await expect(
      new SQSClient({ ...configuration, useQueueUrlAsEndpoint: false }).send(
        new SendMessageCommand(message),
      ),
    ).rejects.toMatchObject({ name: "MissingParameter" });
    expect(calls.map(({ call }) => call.operation)).toEqual([
      "AttachPolicy",
      "AssumeRole",
      "Publish",
      "SendMessage",
    ]);
  });
});
