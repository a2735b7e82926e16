import { InternalErrorException, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { mockClient } from "aws-sdk-client-mock";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { asMessage, asSubject, createSns } from "./sns.ts";
import { callOptions, findingOf } from "./testing.ts";

const sns = mockClient(SNSClient);
const topic = "arn:aws:sns:us-east-1:100000000001:holdfast-test-alerts";
const wrong = { message: "no", $metadata: {} };

beforeEach(() => {
  sns.reset();
});

describe("createSns", () => {
  it("publishes text for people and JSON for queues and functions", async () => {
    sns.on(PublishCommand).resolves({});
    await createSns({ ...callOptions(), topic })(findingOf(1));
    const input = sns.commandCalls(PublishCommand)[0]?.args[0].input;
    expect(input).toMatchObject({ TopicArn: topic, MessageStructure: "json" });
    const { default: text, sqs, lambda } = JSON.parse(input?.Message ?? "") as never;
    expect(text).toContain("Root/Workloads");
    expect(JSON.parse(sqs)).toEqual(JSON.parse(lambda));
    expect(typeof JSON.parse(sqs)).toBe("object");
  });

  it("throws if the alert was not taken, so that the outbox keeps it", async () => {
    sns.on(PublishCommand).rejects(new InternalErrorException(wrong));
    const alerting = createSns({ ...callOptions(), topic })(findingOf(1));
    await expect(alerting).rejects.toMatchObject({ class: "transient" });
  });
});

describe("asSubject", () => {
  it("leaves a plain subject alone", () => {
    expect(asSubject("[CRITICAL] SCP detached from Root/Workloads")).toBe(
      "[CRITICAL] SCP detached from Root/Workloads",
    );
  });

  it("makes a subject that SNS accepts of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(asSubject(text)).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,99}$/);
      }),
    );
  });
});

describe("asMessage", () => {
  it("stays within the size that SNS accepts, whatever the letters are", () => {
    for (const letter of ["a", "é", "\u0000", "\ud800", "漢", "😀"]) {
      const text = letter.repeat(300_000);
      const message = asMessage(text, "{}");
      expect(Buffer.byteLength(message)).toBeLessThanOrEqual(262_144);
      const { default: told } = JSON.parse(message) as { default: string };
      expect(told.startsWith(letter)).toBe(true);
      expect(told.includes("shortened")).toBe(true);
    }
  });

  it("tells everything where there is room for it", () => {
    expect(JSON.parse(asMessage("text", '{"a":1}'))).toEqual({
      default: "text",
      lambda: '{"a":1}',
      sqs: '{"a":1}',
    });
  });
});
