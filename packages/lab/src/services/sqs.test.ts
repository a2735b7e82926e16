import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { beforeEach, describe, expect, it } from "vitest";
import {
  ACCOUNT,
  REGION,
  type TestContext,
  testContext,
  testEndpoint,
} from "../endpoint.fixture.ts";
import type { Queue } from "./queue.ts";
import { createSqs, type Sqs } from "./sqs.ts";

const MINUTE = 60;
let context: TestContext;
let sqs: Sqs;
let dead: Queue;
let client: SQSClient;
let QueueUrl: string | undefined;

beforeEach(async () => {
  context = testContext();
  sqs = createSqs(context);
  dead = sqs.createQueue(ACCOUNT, REGION, "dead");
  const redrive = { maxReceiveCount: 2, deadLetterQueue: dead };
  sqs.createQueue(ACCOUNT, REGION, "work", { visibilityTimeout: MINUTE, retention: 3600, redrive });
  client = new SQSClient(testEndpoint([sqs.service]).configuration);
  ({ QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: "work" })));
});

const send = (MessageBody: string, DelaySeconds?: number) =>
  client.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }));
const receive = async (MaxNumberOfMessages = 10) => {
  const AttributeNames = ["All" as const];
  const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages, AttributeNames });
  return (await client.send(command)).Messages ?? [];
};
const bodies = (messages: readonly { readonly Body?: string | undefined }[]) =>
  messages.map(({ Body }) => Body);

describe("a queue", () => {
  it("hides a received message, shows it again after the visibility timeout, and forgets it once deleted", async () => {
    await send("hello");
    const [first] = await receive();
    expect(first).toMatchObject({ Body: "hello", Attributes: { ApproximateReceiveCount: "1" } });
    expect(await receive()).toEqual([]);
    context.advance(MINUTE);
    const [second] = await receive();
    expect(second).toMatchObject({ Body: "hello", Attributes: { ApproximateReceiveCount: "2" } });
    // The handle of the first receive is outdated: it deletes nothing.
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    expect(sqs.queue("work").bodies()).toEqual(["hello"]);
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: second?.ReceiptHandle }));
    expect(sqs.queue("work").bodies()).toEqual([]);
  });

  it("holds a delayed message back until its time, and tells the poller when that is", async () => {
    await send("later", 900);
    expect(await receive()).toEqual([]);
    expect(sqs.nextVisibleAt("work")).toBe(context.clock.now() + 900_000);
    context.advance(900);
    expect(bodies(await receive())).toEqual(["later"]);
    expect(sqs.nextVisibleAt("work")).toBe(context.clock.now() + MINUTE * 1000);
    expect(sqs.nextVisibleAt("dead")).toBeUndefined();
  });

  it("moves a message to the dead-letter queue instead of delivering it once too often", async () => {
    await send("poison");
    await receive();
    context.advance(MINUTE);
    expect(await receive()).toHaveLength(1);
    context.advance(MINUTE);
    expect(dead.bodies()).toEqual([]);
    expect(await receive()).toEqual([]);
    expect(dead.bodies()).toEqual(["poison"]);
    expect(sqs.queue("work").bodies()).toEqual([]);
  });

  it("drops a message after the retention time", async () => {
    await send("old");
    context.advance(3599);
    await send("new");
    context.advance(1);
    expect(bodies(await receive())).toEqual(["new"]);
  });

  it("promises no order, but loses and repeats nothing", async () => {
    const sent = Array.from({ length: 50 }, (_, index) => `message ${index}`);
    for (const body of sent) sqs.send("work", body);
    const received: string[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      received.push(...sqs.receive("work", 10).map(({ body }) => body));
    }
    expect(received).not.toEqual(sent);
    expect(received.toSorted()).toEqual(sent.toSorted());
  });

  it("counts its messages by what can be done with them", async () => {
    await send("visible");
    await send("in flight");
    await receive(1);
    await send("delayed", 5);
    const AttributeNames = ["All" as const];
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames });
    expect((await client.send(command)).Attributes).toMatchObject({
      ApproximateNumberOfMessages: "1",
      ApproximateNumberOfMessagesNotVisible: "1",
      ApproximateNumberOfMessagesDelayed: "1",
      VisibilityTimeout: "60",
      MessageRetentionPeriod: "3600",
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 }),
    });
  });

  it("lets the poller receive and delete without the wire", () => {
    sqs.send("work", "event");
    const [message] = sqs.receive("work", 10);
    sqs.deleteMessage("work", message?.receiptHandle ?? "");
    expect(sqs.queue("work").bodies()).toEqual([]);
  });

  it("is found by its ARN where two Regions have the name", () => {
    const other = sqs.createQueue(ACCOUNT, "eu-west-1", "work");
    expect(sqs.queue(other.arn)).toBe(other);
    expect(() => sqs.queue("work")).toThrow("2 queues called work");
  });
});

describe("SQS refuses", () => {
  it("a queue that is not there", async () => {
    const command = new GetQueueUrlCommand({ QueueName: "none" });
    await expect(client.send(command)).rejects.toThrow(QueueDoesNotExist);
  });

  it("a delay beyond 900 seconds", async () => {
    await expect(send("late", 901)).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  it("a message beyond 1 MiB, counted in bytes", async () => {
    await send("é".repeat(512 * 1024));
    await expect(send("é".repeat(512 * 1024 + 1))).rejects.toMatchObject({
      name: "InvalidParameterValue",
    });
  });

  it("characters that XML does not have", async () => {
    await expect(send("\u0001")).rejects.toMatchObject({ name: "InvalidMessageContents" });
  });

  it("a receipt handle it never gave", async () => {
    const command = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: "made up" });
    await expect(client.send(command)).rejects.toThrow(ReceiptHandleIsInvalid);
  });

  it("an attribute it does not have", async () => {
    const AttributeNames = ["FifoQueue" as const];
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames });
    await expect(client.send(command)).rejects.toMatchObject({ name: "InvalidAttributeName" });
  });
});
