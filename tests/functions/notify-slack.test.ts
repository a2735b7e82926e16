/** The function that tells Slack on the in-process lab: what the channel shows in the end. */

import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { Finding } from "@holdfast/core";
import { type Lab, LabRequestHandler } from "@holdfast/lab";
import { alertJson, announcementJson } from "@holdfast/report";
import { afterEach, describe, expect, it } from "vitest";
import { notifierWith, openTestLab, START, type TestLab } from "../support/lab.ts";
import { baseline, deployment } from "../support/securecart.ts";

const { account, region } = deployment;
const functionOf = (end: string) => deployment.functions.find(({ name }) => name.endsWith(end));
const enforcer = functionOf("-enforce-organization");
const notifier = functionOf("-notify-slack");
const TOPIC = `arn:aws:sns:${region}:${account}:${deployment.topic.name}`;
const { channel = "", secret = "" } = baseline.notifications?.slack ?? {};
const DEAD = notifier && "topic" in notifier.source ? notifier.source.deadLetterQueue : "";
const minute = 60_000;

const open: Lab[] = [];
afterEach(async () => {
  for (const lab of open.splice(0)) await lab.close();
});

/** A lab on which nothing happens by itself: the test publishes what the enforcer would. */
function openLab(options: Parameters<typeof openTestLab>[0] = {}): TestLab["lab"] {
  const { lab } = openTestLab(options);
  open.push(lab);
  return lab;
}

/** An alert about the unit or account `incident`, `second` seconds after the start. */
function alertOf(incident: number, second = 0, changes: Partial<Finding> = {}): Finding {
  const at = new Date(START + second * 1000).toISOString();
  const resource = `ou-${incident}`;
  return {
    key: { guardrail: "scp-attachment", account, region, resource },
    subject: { name: `Root/Unit${incident}`, accounts: [], resourceType: "Other", resourceId: "x" },
    guardrail: { id: "scp-attachment", title: "t", why: "w", docs: "d.md", runbook: "r.md" },
    severity: "HIGH",
    mode: "revert",
    outcome: "ALERTED",
    incident: `inc-${incident}`,
    differences: [],
    actions: [],
    causes: [],
    causeCount: 0,
    notes: [],
    firstSeenAt: at,
    updatedAt: at,
    baselineHash: baseline.hash,
    closed: false,
    ...changes,
  };
}

async function publish(lab: Lab, text: string, Subject?: string): Promise<void> {
  // With the enforcer's role, which alone may publish.
  const roleArn = `arn:aws:iam::${account}:role/holdfast/${enforcer?.role.name}`;
  const session = { roleArn, sessionName: "test" };
  const { accessKeyId } = lab.identity.assumeRole("lambda.amazonaws.com", session);
  const client = new SNSClient({
    region,
    credentials: { accessKeyId, secretAccessKey: "any" },
    requestHandler: new LabRequestHandler(lab.handle),
    maxAttempts: 1,
  });
  await client.send(new PublishCommand({ TopicArn: TOPIC, Message: text, Subject }));
}

const tell = (lab: Lab, alert: Finding) => publish(lab, JSON.stringify(alertJson(alert)));
const texts = (lab: Lab) => lab.slack.messages(channel).map(({ text }) => text);
const drain = (lab: Lab, ms = 20 * minute) => lab.clock.drain(lab.clock.now() + ms);
const failed = (incident: number, second = 0) =>
  alertOf(incident, second, { outcome: "FAILED", severity: "CRITICAL" });
const reverted = (incident: number, second = 0) =>
  alertOf(incident, second, { outcome: "REVERTED", closed: true });

describe("an incident in Slack", () => {
  it("is one message: updated in place, with each change of its outcome in the thread", async () => {
    const lab = openLab();
    await tell(lab, alertOf(1));
    await drain(lab, minute);
    await tell(lab, failed(1, 60));
    await drain(lab, minute);
    await tell(lab, reverted(1, 120));
    await drain(lab);
    expect(lab.slack.messages(channel)).toMatchObject([
      {
        text: expect.stringContaining("a re-read confirmed it"),
        earlier: [
          { text: expect.stringContaining("nothing was undone") },
          { text: expect.stringContaining("REVERT FAILED, ACT NOW") },
        ],
        replies: [
          { text: expect.stringContaining("REVERT FAILED, ACT NOW"), broadcast: true },
          { text: expect.stringContaining("a re-read confirmed it"), broadcast: false },
        ],
      },
    ]);
  });

  it("is one message, however many deliveries there are at once", async () => {
    const lab = openLab();
    await Promise.all([1, 2, 3, 4].map(() => tell(lab, alertOf(1))));
    await tell(lab, reverted(1, 5));
    await tell(lab, reverted(1, 5));
    await drain(lab);
    expect(lab.slack.messages(channel)).toMatchObject([{ replies: [{}] }]);
    expect(lab.invocations().filter(({ error }) => error)).toEqual([]);
  });

  it("is another one for another incident", async () => {
    const lab = openLab();
    await tell(lab, alertOf(1));
    await tell(lab, alertOf(2));
    await drain(lab);
    expect(texts(lab)).toHaveLength(2);
  });

  it("is a message for each change where only a webhook is known", async () => {
    const lab = openLab();
    lab.secrets.put(account, region, secret, lab.slack.newWebhook(channel));
    for (const alert of [alertOf(1), alertOf(1), reverted(1, 5)]) await tell(lab, alert);
    await drain(lab);
    expect(lab.slack.messages(channel)).toMatchObject([
      { via: "webhook", text: expect.stringContaining("nothing was undone"), replies: [] },
      { via: "webhook", text: expect.stringContaining("a re-read confirmed it"), replies: [] },
    ]);
  });

  it("can't be forged by what an attacker may choose", async () => {
    const lab = openLab();
    const evil = "<!channel> *REVERTED* `x` <https://evil.example|Runbook>\n:white_check_mark:";
    await tell(
      lab,
      alertOf(1, 0, { subject: { ...alertOf(1).subject, name: evil }, notes: [evil] }),
    );
    await drain(lab);
    const [message] = lab.slack.messages(channel);
    const sent = JSON.stringify(message);
    // A mention, a link or a date is whatever stands between angle brackets; a time is our own.
    const entities = sent.match(/<[^>]*>/g) ?? [];
    expect(entities.filter((one) => !one.startsWith("<!date^"))).toEqual([]);
    expect(message?.text).not.toContain("\n");
  });
});

describe("what else is on the topic", () => {
  it("is an alarm on Holdfast itself, an announcement, or text", async () => {
    const lab = openLab();
    const alarm = {
      AlarmName: "holdfast-lab-organization-late",
      AlarmDescription: "Events wait for the enforcer",
      NewStateValue: "ALARM",
      NewStateReason: "Threshold Crossed",
      StateChangeTime: "2026-11-23T09:00:00.000+0000",
    };
    await publish(lab, JSON.stringify(alarm), "ALARM");
    const { stage } = deployment;
    const by = "arn:aws:iam::100000000001:user/olivia";
    const until = "2026-11-23T11:00:00Z";
    const pause = { what: "paused", scope: "scp-attachment", reason: "<b>", until } as const;
    const at = "2026-11-23T09:00:00Z";
    await publish(lab, JSON.stringify(announcementJson({ ...pause, by, stage, at })));
    await publish(lab, "A test.\nSecond line.", "[Holdfast] test");
    await publish(lab, JSON.stringify({ ...alertJson(alertOf(1)), outcome: "UNHEARD_OF" }));
    await drain(lab);
    expect(texts(lab)).toEqual([
      "Alarm on Holdfast itself: Events wait for the enforcer.",
      "Nothing is written for scp-attachment until 2026-11-23T11:00:00Z; findings and alerts go on.",
      "A test.",
      expect.stringContaining("UNHEARD_OF"),
    ]);
  });
});

describe("when Slack is down", () => {
  it("delays, and then tells each incident exactly once", async () => {
    const lab = openLab();
    lab.trouble.fail("slack", 3 * minute);
    for (const incident of [1, 2, 3]) await tell(lab, alertOf(incident));
    await drain(lab, minute);
    await tell(lab, reverted(1, 60));
    await drain(lab);
    expect(texts(lab)).toHaveLength(3);
    const [first] = lab.slack.messages(channel).filter(({ text }) => text.includes("Unit1 "));
    expect(first?.replies).toHaveLength(1);
    expect(lab.invocations().filter(({ error }) => error?.includes("HTTP 503"))).not.toEqual([]);
    expect(lab.sqs.receive(DEAD, 10)).toEqual([]);
  });

  it("for too long leaves the alert in the dead-letter queue, with the reason", async () => {
    const lab = openLab();
    lab.trouble.fail("slack", 60 * minute);
    await tell(lab, alertOf(1));
    await drain(lab);
    expect(texts(lab)).toEqual([]);
    const [letter, ...others] = lab.sqs.receive(DEAD, 10).map(({ body }) => JSON.parse(body));
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      requestPayload: { Records: [{ Sns: { Message: expect.stringContaining("inc-1") } }] },
      responsePayload: { errorMessage: "Slack did not take chat.postMessage: HTTP 503" },
    });
  });

  it("or throttles, is given the time that it asks for", async () => {
    const lab = openLab();
    lab.trouble.throttle("slack:chat.postMessage", 1);
    await tell(lab, alertOf(1));
    await drain(lab);
    const [{ at } = { at: 0 }] = lab.slack.messages(channel);
    expect(at - START).toBeGreaterThanOrEqual(30_000);
    expect(lab.invocations()).toHaveLength(1);
  });

  it("or does not answer, is asked again", async () => {
    const lab = openLab({
      notifier: (runtime, handle) => notifierWith(runtime, handle, { requestTimeout: 20 }),
    });
    lab.trouble.hang("slack:chat.postMessage", 1);
    await tell(lab, alertOf(1));
    await drain(lab);
    expect(texts(lab)).toHaveLength(1);
  });
});

describe("when the incident table is down", () => {
  it("tells all the same", async () => {
    const lab = openLab();
    lab.trouble.fail("dynamodb", 10 * minute);
    await tell(lab, alertOf(1));
    await drain(lab);
    expect(texts(lab)).toHaveLength(1);
  });
});

describe("the secret", () => {
  const asAdmin = (lab: Lab) =>
    new SecretsManagerClient({
      region,
      credentials: { accessKeyId: account, secretAccessKey: "any" },
      requestHandler: new LabRequestHandler(lab.handle),
      maxAttempts: 1,
    });

  it("is read when there is something to tell, and not for every alert", async () => {
    const lab = openLab();
    const reads = () =>
      lab.calls().filter(({ action }) => action === "secretsmanager:GetSecretValue");
    await drain(lab, minute);
    expect(reads()).toEqual([]);
    for (const incident of [1, 2, 3]) await tell(lab, alertOf(incident));
    await drain(lab, minute);
    expect(reads()).toHaveLength(1);
    expect(reads()[0]?.role).toBe(`arn:aws:iam::${account}:role/holdfast/${notifier?.role.name}`);
  });

  it("can be rotated without a deploy: what was revoked is noticed at once", async () => {
    const lab = openLab();
    await tell(lab, alertOf(1));
    await drain(lab, minute);
    const before = lab.slack.newToken();
    const after = lab.slack.newToken();
    const put = (SecretString: string) =>
      asAdmin(lab).send(new PutSecretValueCommand({ SecretId: secret, SecretString }));
    await put(before);
    await drain(lab, 6 * minute);
    await tell(lab, alertOf(2));
    await drain(lab, minute);
    await put(after);
    lab.slack.revoke(before);
    await tell(lab, alertOf(3));
    await drain(lab);
    // A tripwire tells of the secret's change, too.
    expect(texts(lab).filter((text) => !text.includes("PutSecretValue"))).toHaveLength(3);
    const outcomes = lab.slack.requests().map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome !== "ok")).toEqual(["invalid_auth"]);
    expect(outcomes.at(-1)).toBe("ok");
  });

  it("is all that the role may read, and only its own partitions may it touch", async () => {
    const lab = openLab();
    const roleArn = `arn:aws:iam::${account}:role/holdfast/${notifier?.role.name}`;
    const { accessKeyId } = lab.identity.assumeRole("lambda.amazonaws.com", {
      roleArn,
      sessionName: "stolen",
    });
    const stolen = {
      region,
      credentials: { accessKeyId, secretAccessKey: "any" },
      requestHandler: new LabRequestHandler(lab.handle),
      maxAttempts: 1,
    };
    lab.secrets.put(account, region, "other", "x");
    const { GetSecretValueCommand } = await import("@aws-sdk/client-secrets-manager");
    const secrets = new SecretsManagerClient(stolen);
    await secrets.send(new GetSecretValueCommand({ SecretId: secret }));
    const other = secrets.send(new GetSecretValueCommand({ SecretId: "other" }));
    await expect(other).rejects.toThrow("not authorized");
    const { DynamoDBClient, PutItemCommand } = await import("@aws-sdk/client-dynamodb");
    const pause = new DynamoDBClient(stolen).send(
      new PutItemCommand({
        TableName: deployment.table.name,
        Item: { partition: { S: "controls" }, sort: { S: "pause#x" }, version: { N: "1" } },
      }),
    );
    await expect(pause).rejects.toThrow("not authorized");
    const sns = new SNSClient(stolen);
    const forged = sns.send(new PublishCommand({ TopicArn: TOPIC, Message: "all clear" }));
    await expect(forged).rejects.toThrow("not authorized");
  });

  it("appears in no log line, no error and no dead letter, whatever goes wrong", async () => {
    const lab = openLab();
    const known: string[] = [];
    const use = (value: string) => {
      known.push(value);
      lab.secrets.put(account, region, secret, value);
    };
    use(lab.slack.newToken());
    await tell(lab, alertOf(1));
    await drain(lab, 6 * minute);
    // Revoked, malformed, a webhook that is gone, and Slack down.
    use("xoxb-000000000000-0000000000000-revokedrevokedrevoked0");
    await tell(lab, alertOf(2));
    await drain(lab, 20 * minute);
    use("xoxb-this is not a token");
    await tell(lab, alertOf(3));
    await drain(lab, 20 * minute);
    use("https://hooks.slack.com/services/T000000000/B000000000/goneGoneGoneGoneGoneGone");
    await tell(lab, alertOf(4));
    await drain(lab, 20 * minute);
    use(lab.slack.newToken());
    lab.trouble.fail("slack", 60 * minute);
    await tell(lab, alertOf(5));
    await drain(lab, 20 * minute);
    const letters = lab.sqs.receive(DEAD, 10).map(({ body }) => body);
    expect(letters).toHaveLength(4);
    const seen = JSON.stringify([
      lab.logs(),
      letters,
      lab.invocations(),
      lab.slack.messages(),
      lab.dynamodb.items(account, region, deployment.table.name),
      lab.records(),
    ]);
    for (const value of known) {
      // Also not in part: what follows the first characters is the secret of it.
      expect(seen).not.toContain(value);
      expect(seen).not.toContain(value.slice(10));
    }
  });
});

describe("a flood", () => {
  const many = (count: number, changes: Partial<Finding> = {}, first = 1) =>
    Array.from({ length: count }, (_, index) => alertOf(first + index, 0, changes));

  it("becomes one digest; what fails comes on its own", async () => {
    const lab = openLab();
    await Promise.all(many(40).map((alert) => tell(lab, alert)));
    await drain(lab, 4 * minute);
    await tell(lab, failed(99, 240));
    await tell(lab, alertOf(40, 240, { outcome: "REVERTED" }));
    await drain(lab);
    const messages = lab.slack.messages(channel);
    const digests = messages.filter(({ text }) => text.startsWith("Flood:"));
    expect(digests).toHaveLength(1);
    expect(digests[0]?.text).toMatch(/^Flood: 30 alerts within 4 minutes .* severity HIGH\.$/);
    expect(digests[0]?.earlier.length).toBeGreaterThan(0);
    const alone = messages.filter(({ text }) => !text.startsWith("Flood:"));
    expect(alone).toHaveLength(11);
    expect(alone.filter(({ text }) => text.includes("ACT NOW"))).toHaveLength(1);
  });

  it("keeps to Slack's rate, and loses nothing", async () => {
    const lab = openLab();
    lab.trouble.awsRates(true);
    await Promise.all(many(60).map((alert) => tell(lab, alert)));
    await drain(lab, 10 * minute);
    const messages = lab.slack.messages(channel);
    expect(messages).toHaveLength(11);
    expect(messages.find(({ text }) => text.startsWith("Flood:"))?.text).toContain("50 alerts");
    expect(lab.sqs.receive(DEAD, 10)).toEqual([]);
  });

  it("of a webhook is said again every half minute", async () => {
    const lab = openLab();
    lab.secrets.put(account, region, secret, lab.slack.newWebhook(channel));
    await Promise.all(many(40).map((alert) => tell(lab, alert)));
    await drain(lab);
    const digests = texts(lab).filter((text) => text.startsWith("Flood:"));
    expect(texts(lab)).toHaveLength(10 + digests.length);
    expect(digests.length).toBeLessThanOrEqual(3);
    expect(digests.at(-1)).toContain("30 alerts");
  });
});
