import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { Deployment, FunctionDescription, TopicSource } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { deployment, functionKey, MANAGEMENT, START, testLab } from "../lab.fixture.ts";
import type { Lab } from "../model.ts";
import { LabRequestHandler } from "../request-handler.ts";
import type { HandlerContext } from "./context.ts";
import { inProcess } from "./in-process.ts";

const DEAD = deployment.undelivered;
const TOPIC = `arn:aws:sns:us-east-1:${MANAGEMENT}:${deployment.topic.name}`;
const minute = 60_000;

type Work = (event: unknown, context: HandlerContext, lab: Lab) => unknown;

/** A lab whose function is `work`, subscribed to the topic. */
function labWith(work: Work, changes: Partial<TopicSource> = {}): Lab {
  const source: TopicSource = {
    topic: deployment.topic.name,
    maximumRetries: 2,
    maximumEventAge: 3600,
    deadLetterQueue: DEAD,
    ...changes,
  };
  const functions = deployment.functions.map((one): FunctionDescription => ({ ...one, source }));
  const changed: Deployment = { ...deployment, functions };
  const lab: Lab = testLab({
    deployment: changed,
    invoker: inProcess(() => (event, context) => work(event, context, lab)),
  });
  return lab;
}

async function publish(lab: Lab, Message: string, options = {}): Promise<void> {
  const client = new SNSClient({
    region: "us-east-1",
    credentials: { accessKeyId: functionKey(lab), secretAccessKey: "any" },
    requestHandler: new LabRequestHandler(lab.handle),
    maxAttempts: 1,
  });
  await client.send(new PublishCommand({ TopicArn: TOPIC, Message, ...options }));
}

const deadLetters = (lab: Lab) => lab.sqs.receive(DEAD, 10).map(({ body }) => JSON.parse(body));

describe("a function on a topic", () => {
  it("is given each message by itself, as SNS hands it to Lambda", async () => {
    const events: unknown[] = [];
    const lab = labWith((event) => void events.push(event));
    const Message = JSON.stringify({ default: "text", lambda: "for functions" });
    await publish(lab, Message, { MessageStructure: "json", Subject: "s" });
    await publish(lab, "plain");
    await lab.clock.drain();
    const [first] = lab.published();
    expect(events).toMatchObject([
      {
        Records: [
          {
            EventSource: "aws:sns",
            Sns: {
              Type: "Notification",
              MessageId: first?.messageId,
              TopicArn: TOPIC,
              Subject: "s",
              Message: "for functions",
              Timestamp: new Date(START).toISOString(),
            },
          },
        ],
      },
      { Records: [{ Sns: { Subject: null, Message: "plain" } }] },
    ]);
    expect(lab.invocations()).toMatchObject([{ failed: 0 }, { failed: 0 }]);
  });

  it("is tried again after one minute and after two more", async () => {
    const times: number[] = [];
    const lab = labWith(() => {
      times.push(lab.clock.now() - START);
      if (times.length < 3) throw new Error("not yet");
    });
    await publish(lab, "m");
    await lab.clock.drain();
    expect(times).toEqual([0, minute, 3 * minute]);
    expect(deadLetters(lab)).toEqual([]);
  });

  it("that fails every time leaves a record of it in the dead-letter queue", async () => {
    const lab = labWith(() => {
      throw new TypeError("for good");
    });
    await publish(lab, "m");
    await lab.clock.drain();
    expect(lab.invocations()).toHaveLength(3);
    expect(deadLetters(lab)).toMatchObject([
      {
        version: "1.0",
        requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 3 },
        requestPayload: { Records: [{ Sns: { Message: "m" } }] },
        responseContext: { functionError: "Unhandled" },
        responsePayload: { errorType: "TypeError", errorMessage: "for good" },
      },
    ]);
  });

  it("is not tried more often than described, nor when the event is too old", async () => {
    const fail = () => {
      throw new Error("for good");
    };
    const once = labWith(fail, { maximumRetries: 0 });
    await publish(once, "m");
    await once.clock.drain();
    expect(once.invocations()).toHaveLength(1);
    expect(deadLetters(once)).toHaveLength(1);
    const aged = labWith(fail, { maximumEventAge: 90 });
    await publish(aged, "m");
    await aged.clock.drain();
    expect(aged.invocations()).toHaveLength(2);
    expect(deadLetters(aged)).toMatchObject([
      { requestContext: { condition: "EventAgeExceeded" } },
    ]);
  });

  it("that hangs is ended by its time-out, and tried again", async () => {
    let calls = 0;
    const lab: Lab = labWith(() => (++calls === 1 ? lab.clock.sleep(10 * minute) : undefined));
    await publish(lab, "m");
    await lab.clock.drain();
    expect(lab.invocations()).toMatchObject([
      { error: expect.stringContaining("Task timed out after 60.00 seconds") },
      { failed: 0, startedAt: START + 2 * minute },
    ]);
  });

  it("is left alone once the lab is closed", async () => {
    const lab = labWith(() => {
      throw new Error("not yet");
    });
    await publish(lab, "m");
    await lab.clock.drain(START + 1);
    await lab.close();
    await lab.clock.drain();
    expect(lab.invocations()).toHaveLength(1);
  });
});
