import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { createQueue } from "./queue.ts";
import { callOptions } from "./testing.ts";

const sqs = mockClient(SQSClient);
const url = "https://sqs.us-east-1.amazonaws.com/100000000001/holdfast-test-organization";
const queue = () => createQueue({ ...callOptions(), url });

beforeEach(() => {
  sqs.reset();
  sqs.on(SendMessageCommand).resolves({});
});

describe("createQueue", () => {
  it.each([
    [0, 0],
    [29.2, 30],
    [900, 900],
  ])("sends a message that appears after %d seconds, rounded up to %d", async (delay, seconds) => {
    await queue().send({ holdfast: "look", key: "scp-attachment/1/us-east-1/r-1" }, delay);
    expect(sqs.commandCalls(SendMessageCommand)[0]?.args[0].input).toEqual({
      QueueUrl: url,
      MessageBody: '{"holdfast":"look","key":"scp-attachment/1/us-east-1/r-1"}',
      DelaySeconds: seconds,
    });
  });

  it.each([-1, 900.1, Number.NaN])("refuses a delay of %d seconds", async (delay) => {
    const sending = queue().send({ holdfast: "outbox", attempt: 1 }, delay);
    await expect(sending).rejects.toBeInstanceOf(RangeError);
    expect(sqs.calls()).toHaveLength(0);
  });
});
