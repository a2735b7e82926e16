import {
  AuthorizationErrorException,
  InvalidParameterException,
  NotFoundException,
  PublishCommand,
  SNSClient,
} from "@aws-sdk/client-sns";
import { beforeEach, describe, expect, it } from "vitest";
import { ACCOUNT, REGION, testContext, testEndpoint } from "../endpoint.fixture.ts";
import { createSns, type Sns } from "./sns.ts";

const context = testContext();
let sns: Sns;
let client: SNSClient;
let TopicArn: string;

beforeEach(() => {
  sns = createSns(context);
  TopicArn = sns.createTopic(ACCOUNT, REGION, "alerts");
  client = new SNSClient(testEndpoint([sns.service]).configuration);
});

const publish = (Message: string, Subject?: string, topic = TopicArn) =>
  client.send(new PublishCommand({ TopicArn: topic, Message, Subject }));

describe("a topic", () => {
  it("takes messages of nobody but its publishers, where its policy names them", async () => {
    const role = `arn:aws:iam::${ACCOUNT}:role/holdfast/enforcer`;
    const restricted = sns.createTopic(ACCOUNT, REGION, "restricted", [role]);
    const forged = publish("all clear", undefined, restricted);
    await expect(forged).rejects.toThrow(AuthorizationErrorException);
    expect(sns.published(restricted)).toEqual([]);
  });

  it("keeps what was published, character by character and in order", async () => {
    const message = "<b>&amp;</b>\r\n\t§ 日本 🔥 a=b&c=d%20+";
    const { MessageId } = await publish(message, "CRITICAL: policy detached");
    await publish("second");
    expect(sns.published(TopicArn)).toEqual([
      {
        messageId: MessageId,
        subject: "CRITICAL: policy detached",
        message,
        byProtocol: { default: message },
        attributes: {},
        at: context.clock.now(),
      },
      expect.objectContaining({ message: "second", subject: undefined }),
    ]);
  });

  it("takes 256 KB, counted in bytes, and no more", async () => {
    await publish("é".repeat(128 * 1024));
    await expect(publish(`${"é".repeat(128 * 1024)}x`)).rejects.toThrow(InvalidParameterException);
    expect(sns.published(TopicArn)).toHaveLength(1);
  });

  it.each(["two\nlines", "", "x".repeat(101), "bell\u0007"])(
    "refuses the subject %j",
    async (subject) => {
      await expect(publish("m", subject)).rejects.toThrow(InvalidParameterException);
      await publish("m", "x".repeat(100));
      expect(sns.published(TopicArn)).toHaveLength(1);
    },
  );

  it("that is not there, or in another Region, is refused", async () => {
    await expect(publish("m", "s", `${TopicArn}2`)).rejects.toThrow(NotFoundException);
    const elsewhere = TopicArn.replace(REGION, "eu-west-1");
    await expect(publish("m", "s", elsewhere)).rejects.toThrow(InvalidParameterException);
  });

  it("keeps what each protocol gets, and shows what an e-mail subscriber reads", async () => {
    const messages = { default: "{}", email: "A policy was detached.", https: '{"blocks":[]}' };
    const MessageStructure = "json";
    const Message = JSON.stringify(messages);
    await client.send(new PublishCommand({ TopicArn, Message, MessageStructure }));
    expect(sns.published(TopicArn)).toMatchObject([
      { message: messages.email, byProtocol: messages },
    ]);
  });

  it.each(["no JSON", "{}", '{"default":1}', "null"])(
    "refuses the message structure %s, which SNS could not send to everybody",
    async (Message) => {
      const MessageStructure = "json";
      const sent = client.send(new PublishCommand({ TopicArn, Message, MessageStructure }));
      await expect(sent).rejects.toThrow(InvalidParameterException);
      expect(sns.published(TopicArn)).toEqual([]);
    },
  );

  it("tells its subscribers what it took, and nothing that it refused", async () => {
    const heard: string[] = [];
    sns.subscribe(TopicArn, ({ message }) => void heard.push(message));
    await publish("first");
    await expect(publish("")).rejects.toThrow(InvalidParameterException);
    await publish("second");
    expect(heard).toEqual(["first", "second"]);
    expect(() => sns.subscribe(`${TopicArn}2`, () => {})).toThrow("no topic");
  });

  it("is not told a member that the lab would ignore", async () => {
    const command = new PublishCommand({ PhoneNumber: "+10000000000", Message: "m" });
    await expect(client.send(command)).rejects.toThrow("does not support PhoneNumber");
  });
});
