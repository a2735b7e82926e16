import { describe, expect, it } from "vitest";
import { load } from "../baseline/fixture.ts";
import type { SlackSettings } from "../baseline/model.ts";
import { toy } from "../testing/toy.ts";
import { describeDeployment } from "./describe.ts";

const ARN = "arn:aws:secretsmanager:us-east-1:100000000001:secret:holdfast/slack-AbC123";
const NAME = "holdfast-test-notify-slack";

function describeWith(slack?: SlackSettings) {
  const baseline = { ...load(), ...(slack && { notifications: { slack } }) };
  return describeDeployment(baseline, { guardrails: [toy], tripwires: [] }, "test");
}

const description = describeWith({ secret: "holdfast/slack", channel: "C0123456789" });
const notifier = description.functions.find(({ name }) => name === NAME);
const statement = (sid: string) => notifier?.role.statements.find(({ Sid }) => Sid === sid);

describe("the function that tells Slack", () => {
  it("is deployed only where the baseline names a channel", () => {
    expect(JSON.stringify(describeWith())).not.toContain("slack");
    expect(notifier).toBeDefined();
  });

  it("is fed by the alert topic; what it can't deliver ends in a queue with an alarm", () => {
    const { topic, queues, alarms } = description;
    const dead = `${NAME}-dead`;
    expect(notifier?.source).toMatchObject({ topic: topic.name, deadLetterQueue: dead });
    expect(queues.map(({ name }) => name)).toContain(dead);
    const watched = alarms.map(({ metric, dimensions }) => [metric, ...Object.values(dimensions)]);
    expect(watched).toContainEqual(["ApproximateNumberOfMessagesVisible", dead]);
    expect(watched).toContainEqual(["DestinationDeliveryFailures", NAME]);
  });

  it("is told where the secret is, never what it is", () => {
    expect(notifier?.environment).toEqual({
      HOLDFAST_STAGE: "test",
      HOLDFAST_TABLE: "holdfast-test-incidents",
      HOLDFAST_SLACK_SECRET: "holdfast/slack",
      HOLDFAST_SLACK_CHANNEL: "C0123456789",
    });
  });

  it("may read exactly that secret, given by its ARN or by its name", () => {
    expect(statement("SlackSecret")).toEqual({
      Sid: "SlackSecret",
      Effect: "Allow",
      Action: ["secretsmanager:GetSecretValue"],
      Resource: ["arn:aws:secretsmanager:us-east-1:100000000001:secret:holdfast/slack-??????"],
    });
    const byArn = describeWith({ secret: ARN, channel: "C0123456789" });
    const role = byArn.functions.find(({ name }) => name === NAME)?.role;
    expect(role?.statements[0]?.Resource).toEqual([ARN]);
  });

  it("has of the table only partitions of its own: no lease, no pause, no hold", () => {
    expect(statement("OwnPartitions")).toMatchObject({
      Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
      Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["slack#*"] } },
    });
  });

  it("may do nothing else: it can't publish an all-clear", () => {
    const actions = notifier?.role.statements.flatMap(({ Action }) => Action);
    expect(actions?.toSorted()).toEqual([
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "secretsmanager:GetSecretValue",
      "sqs:SendMessage",
    ]);
    const resources = notifier?.role.statements.flatMap(({ Resource }) => Resource) ?? [];
    expect(resources.filter((arn) => !arn.startsWith("arn:aws:"))).toEqual([]);
  });
});
