/** Who may do what: every role, and every policy of a resource, statement by statement. */
import type { Deployment, Rule } from "@holdfast/core";
import { beforeAll, describe, expect, it } from "vitest";
import { readArtifact } from "./artifact.ts";
import { type Program, preview } from "./harness.ts";
import { all, documentOf, inputsOf, named, parsed, sorted } from "./query.ts";

let description: Deployment;
let program: Program;

beforeAll(async () => {
  description = readArtifact();
  program = await preview(description);
});

const arnOfQueue = (name: string) => named(program, "queue", name).arn;
const arnOfRule = (rule: Rule) => named(program, "rule", rule.name).arn;
const insecureDenied = (action: string, resource: string) => ({
  Sid: "DenyInsecureTransport",
  Effect: "Deny",
  Principal: "*",
  Action: action,
  Resource: resource,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

describe("the hub bus", () => {
  it("accepts events from the organization, and grants it nothing else", () => {
    const [policy, ...others] = inputsOf(program, "busPolicy");
    expect(others).toEqual([]);
    expect(policy?.eventBusName).toBe(description.bus.name);
    expect(parsed(policy?.policy)).toEqual(
      documentOf({
        Sid: "OrganizationPutsEvents",
        Effect: "Allow",
        Principal: "*",
        Action: "events:PutEvents",
        Resource: named(program, "bus", description.bus.name).arn,
        Condition: { StringEquals: { "aws:PrincipalOrgID": description.organization } },
      }),
    );
  });
});

describe("roles", () => {
  it("are those of the functions and schedules, each with its one policy", () => {
    const { functions, scheduler } = description;
    const described = [
      ...functions.map(({ role }) => role),
      { ...scheduler, name: scheduler.role },
    ];
    const summary = sorted(described).map(({ name, path }) => ({ name, path, policies: 1 }));
    const roles = inputsOf(program, "role").map(({ name, path, inlinePolicies }) => ({
      name: String(name),
      path,
      policies: policiesOf(inlinePolicies).length,
    }));
    expect(sorted(roles)).toEqual(summary);
  });

  it("of functions have exactly the described statements, and no managed policy", () => {
    for (const { role } of description.functions) {
      const { inputs } = named(program, "role", role.name);
      expect(policiesOf(inputs.inlinePolicies)).toEqual([documentOf(...role.statements)]);
      expect(inputs.managedPolicyArns ?? []).toEqual([]);
    }
  });

  it("of functions can be assumed by Lambda alone", () => {
    for (const { role } of description.functions) {
      expect(parsed(named(program, "role", role.name).inputs.assumeRolePolicy)).toEqual(
        documentOf({
          Sid: "LambdaOnly",
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: "sts:AssumeRole",
        }),
      );
    }
  });

  it("of the schedules lets them send to their queues and to the dead letters, and no more", () => {
    const { schedules, scheduler, undelivered, account, region } = description;
    const { inputs } = named(program, "role", scheduler.role);
    const queues = [...schedules.map(({ queue }) => queue), undelivered];
    expect(policiesOf(inputs.inlinePolicies)).toEqual([
      documentOf({
        Sid: "SendMessages",
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Resource: queues.map(arnOfQueue),
      }),
    ]);
    expect(parsed(inputs.assumeRolePolicy)).toEqual(
      documentOf({
        Sid: "SchedulesOnly",
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: {
            "aws:SourceAccount": account,
            "aws:SourceArn": `arn:aws:scheduler:${region}:${account}:schedule-group/default`,
          },
        },
      }),
    );
  });

  it("stay within IAM's quotas for trust policies and inline policies", () => {
    for (const { inputs } of all(program, "role")) {
      expect(String(inputs.assumeRolePolicy).length).toBeLessThanOrEqual(2048);
      expect(JSON.stringify(policiesOf(inputs.inlinePolicies)).length).toBeLessThanOrEqual(10_240);
    }
  });
});

describe("queues", () => {
  it("take messages from the rules that send to them, and dead letters of the topic, over TLS", () => {
    const policies = all(program, "queuePolicy");
    expect(policies.map(({ name }) => name)).toEqual(
      sorted(description.queues).map(({ name }) => name),
    );
    for (const { name, inputs } of policies) {
      const queue = arnOfQueue(name);
      const senders = description.rules.filter(
        ({ target }) =>
          name === description.undelivered || ("queue" in target && target.queue === name),
      );
      const allowed = (Sid: string, Service: string, sources: unknown) => ({
        Sid,
        Effect: "Allow",
        Principal: { Service },
        Action: "sqs:SendMessage",
        Resource: queue,
        Condition: { ArnEquals: { "aws:SourceArn": sources } },
      });
      const fromTopic = description.functions.some(
        ({ source }) => "topic" in source && source.deadLetterQueue === name,
      );
      expect(inputs.queueUrl).toBe(`https://sqs.test/${name}`);
      expect(parsed(inputs.policy)).toEqual(
        documentOf(
          ...(senders.length > 0
            ? [allowed("RulesSendMessages", "events.amazonaws.com", senders.map(arnOfRule))]
            : []),
          ...(fromTopic
            ? [
                allowed("TopicSendsDeadLetters", "sns.amazonaws.com", [
                  named(program, "topic", description.topic.name).arn,
                ]),
              ]
            : []),
          insecureDenied("sqs:*", queue),
        ),
      );
      // SQS quota for a queue policy, in bytes.
      expect(String(inputs.policy).length).toBeLessThanOrEqual(8192);
    }
  });
});

describe("the bucket of reports", () => {
  it("can be reached over TLS alone, and grants nothing to anybody", () => {
    const arn = `arn:aws:s3:::${description.bucket.name}`;
    const [policy, ...others] = inputsOf(program, "bucketPolicy");
    expect(others).toEqual([]);
    expect(parsed(policy?.policy)).toEqual(
      documentOf({ ...insecureDenied("s3:*", arn), Resource: [arn, `${arn}/*`] }),
    );
  });
});

describe("the topic", () => {
  // Not the one that tells Slack: it talks to the internet, and must not forge an all-clear.
  const functionRoles = () =>
    description.functions
      .filter(({ bundle }) => bundle !== "functions/notify-slack")
      .map(({ role }) => named(program, "role", role.name).arn);

  it("lets the enforcers and the account's alarms publish, over TLS, and denies everybody else", () => {
    const topic = named(program, "topic", description.topic.name).arn;
    const [policy, ...others] = inputsOf(program, "topicPolicy");
    expect(others).toEqual([]);
    expect(policy?.arn).toBe(topic);
    expect(parsed(policy?.policy)).toEqual(
      documentOf(
        {
          Sid: "AlarmsPublish",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: topic,
          Condition: { StringEquals: { "aws:SourceAccount": description.account } },
        },
        {
          Sid: "DenyOtherPublishers",
          Effect: "Deny",
          Principal: "*",
          Action: "sns:Publish",
          Resource: topic,
          Condition: {
            ArnNotEquals: { "aws:PrincipalArn": functionRoles() },
            Bool: { "aws:PrincipalIsAWSService": "false" },
          },
        },
        insecureDenied("sns:Publish", topic),
      ),
    );
  });

  it("has a key that the same publishers can use, and only for this topic", () => {
    const onlyTopic = {
      "kms:EncryptionContext:aws:sns:topicArn": named(program, "topic", description.topic.name).arn,
    };
    const publish = { Action: ["kms:Decrypt", "kms:GenerateDataKey*"], Resource: "*" };
    const [key] = inputsOf(program, "key");
    expect(parsed(key?.policy)).toEqual(
      documentOf(
        {
          Sid: "AccountAdministersKey",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${description.account}:root` },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Sid: "FunctionsPublish",
          Effect: "Allow",
          Principal: { AWS: "*" },
          ...publish,
          Condition: {
            StringEquals: {
              ...onlyTopic,
              "kms:CallerAccount": description.account,
              "kms:ViaService": `sns.${description.region}.amazonaws.com`,
            },
            ArnEquals: { "aws:PrincipalArn": functionRoles() },
          },
        },
        {
          Sid: "AlarmsPublish",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          ...publish,
          Condition: { StringEquals: onlyTopic },
        },
      ),
    );
  });
});

/** The documents of a role's inline policies. */
function policiesOf(inlinePolicies: unknown): unknown[] {
  if (!Array.isArray(inlinePolicies)) throw new Error("Expected a list of inline policies");
  return inlinePolicies.map(({ policy }) => parsed(policy));
}
