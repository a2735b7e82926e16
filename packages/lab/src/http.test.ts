import { connect } from "node:net";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetFindingsCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, describe, expect, it } from "vitest";
import { ACCOUNT, REGION, testContext, testEndpoint } from "./endpoint.fixture.ts";
import { serve } from "./http.ts";
import { createDynamoDB } from "./services/dynamodb.ts";
import { createSecurityHub } from "./services/securityhub.ts";
import { createSqs } from "./services/sqs.ts";
import { createSts } from "./services/sts.ts";

const context = testContext();
const table = createDynamoDB(context);
const hub = createSecurityHub();
const queues = createSqs(context);
const sts = createSts(() => {
  throw new Error("not used here");
});
table.createTable(ACCOUNT, REGION, "incidents");
hub.enable(ACCOUNT, REGION);
queues.createQueue(ACCOUNT, REGION, "work");
const { handle } = testEndpoint([sts.service, table.service, hub.service, queues.service]);
const server = await serve(handle, 0);
afterAll(() => server.close());

const configuration = {
  region: REGION,
  endpoint: server.url,
  credentials: { accessKeyId: ACCOUNT, secretAccessKey: "any" },
};

describe("the lab over HTTP", () => {
  it("speaks Query", async () => {
    const { Account } = await new STSClient(configuration).send(new GetCallerIdentityCommand({}));
    expect(Account).toBe(ACCOUNT);
  });

  it("speaks JSON, with unicode and 300 KB", async () => {
    const client = new DynamoDBClient(configuration);
    const key = { partition: { S: "ключ" }, sort: { S: "🔑" } };
    const Item = { ...key, body: { S: "é".repeat(150_000) } };
    await client.send(new PutItemCommand({ TableName: "incidents", Item }));
    const read = { TableName: "incidents", Key: key, ConsistentRead: true };
    expect((await client.send(new GetItemCommand(read))).Item).toEqual(Item);
  });

  it("speaks REST-JSON", async () => {
    const { Findings } = await new SecurityHubClient(configuration).send(
      new GetFindingsCommand({}),
    );
    expect(Findings).toEqual([]);
  });

  it("takes a message by the URL of its queue", async () => {
    const client = new SQSClient(configuration);
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: "work" }));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "hello" }));
    expect(queues.queue("work").bodies()).toEqual(["hello"]);
  });

  it("refuses a body beyond the limit, without running out of memory", async () => {
    const body = new Uint8Array(17 * 1024 * 1024);
    const { status } = await fetch(server.url, { method: "POST", body });
    expect(status).toBe(413);
  });

  it("listens on loopback only", () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("closes at once, though a client keeps its connection open", async () => {
    const other = await serve(handle, 0);
    const socket = connect(Number(new URL(other.url).port), "127.0.0.1");
    const ended = new Promise((resolve) => socket.once("close", resolve));
    await new Promise((resolve) => socket.once("connect", resolve));
    // Half a request: the server would otherwise wait for the rest.
    socket.write("POST / HTTP/1.1\r\nhost: lab\r\ncontent-length: 10\r\n\r\n");
    socket.on("error", () => {});
    await other.close();
    await ended;
    await expect(fetch(other.url)).rejects.toThrow();
  });

  it("rejects when the port is taken", async () => {
    const port = Number(new URL(server.url).port);
    await expect(serve(handle, port)).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});
