import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { type ClientOptions, createClients } from "./clients.ts";
import type { SdkAction } from "./sdk.ts";

/** Answers every request alike and remembers where it went. */
function handler(statusCode: number, body: string) {
  const hosts: string[] = [];
  return {
    hosts,
    handle(request: { hostname: string }) {
      hosts.push(request.hostname);
      const headers = { "content-type": "application/x-amz-json-1.1" };
      return Promise.resolve({ response: { statusCode, headers, body: Readable.from([body]) } });
    },
  };
}

function clients(requestHandler: ReturnType<typeof handler>, options: Partial<ClientOptions> = {}) {
  const credentials = { accessKeyId: "100000000001", secretAccessKey: "none" };
  const transport = requestHandler as unknown as NonNullable<ClientOptions["requestHandler"]>;
  return createClients({ region: "eu-west-1", credentials, requestHandler: transport, ...options });
}

const filter = { Filter: "SERVICE_CONTROL_POLICY" } as const;

describe("createClients", () => {
  it("calls Organizations in us-east-1, whatever the Region", async () => {
    const transport = handler(200, '{"Policies":[{"Id":"p-1"}]}');
    const output = await clients(transport).send("organizations:ListPolicies", filter, "eu-west-1");
    expect(output.Policies).toEqual([{ Id: "p-1" }]);
    expect(transport.hosts).toEqual(["organizations.us-east-1.amazonaws.com"]);
  });

  it("calls other services in the Region that is named, else in its own", async () => {
    const transport = handler(200, "{}");
    const key = { TableName: "t", Key: { partition: { S: "p" } } };
    const sdk = clients(transport);
    await sdk.send("dynamodb:GetItem", key);
    await sdk.send("dynamodb:GetItem", key, "us-west-2");
    expect(transport.hosts.map((host) => host.match(/[a-z]+-[a-z]+-\d/)?.[0])).toEqual([
      "eu-west-1",
      "us-west-2",
    ]);
  });

  it("goes to the endpoint that is given", async () => {
    const transport = handler(200, '{"Policies":[]}');
    const sdk = clients(transport, { endpoint: "http://127.0.0.1:4566" });
    await sdk.send("organizations:ListPolicies", filter);
    expect(transport.hosts).toEqual(["127.0.0.1"]);
  });

  it("goes there with messages too, whatever host the queue's URL names", async () => {
    const transport = handler(200, '{"MD5OfMessageBody":"9dd4e461268c8034f5c8564e155c67a6"}');
    const sdk = clients(transport, { endpoint: "http://127.0.0.1:4566" });
    const QueueUrl = "https://sqs.us-east-1.amazonaws.com/100000000001/q";
    await sdk.send("sqs:SendMessage", { QueueUrl, MessageBody: "x" });
    expect(transport.hosts).toEqual(["127.0.0.1"]);
  });

  it("leaves retries to its caller", async () => {
    const transport = handler(500, '{"__type":"ServiceException"}');
    await expect(clients(transport).send("organizations:ListPolicies", filter)).rejects.toThrow();
    expect(transport.hosts).toHaveLength(1);
  });

  it.each([
    "organizations:CloseAccount",
    "organizations:Client",
    "s3:GetObject",
    "constructor:name",
    "",
  ])("has no command for %j, which nobody declared", async (action) => {
    const sdk = clients(handler(200, "{}"));
    await expect(sdk.send(action as SdkAction, {} as never)).rejects.toMatchObject({
      code: "ACTION_NOT_GENERATED",
    });
  });
});
