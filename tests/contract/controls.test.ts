/** `holdfast pause` and `holdfast hold` on a running, enforcing lab, over HTTP, with the real command. */
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";
import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run, start } from "./command.ts";

const MANAGEMENT = "100000000001";
const PRODUCTION = "100000000009";
const OLIVIA = "60ca4aed-0234-232d-c948-148da272224a";
const env = { NO_COLOR: "1", AWS_ACCESS_KEY_ID: MANAGEMENT, AWS_SECRET_ACCESS_KEY: "any" };

let lab: ChildProcessWithoutNullStreams;
let url = "";
/** What the functions and the Slack of the lab have written. */
const lines: string[] = [];

beforeAll(async () => {
  const args = ["lab", "--port", "0", "--baseline", "examples/securecart"];
  lab = start("packages/cli/src/main.ts", args);
  createInterface(lab.stderr).on("line", (line) => lines.push(line));
  for await (const line of createInterface(lab.stdout)) {
    const [, found] = /^Lab ready on (.+)$/.exec(line) ?? [];
    if (found !== undefined) {
      url = found;
      break;
    }
  }
}, 60_000);
afterAll(() => lab.kill("SIGTERM"));

const command = (...args: readonly string[]) =>
  run(
    "packages/cli/src/main.ts",
    [...args, "--endpoint-url", url, "--baseline", "examples/securecart"],
    { env },
  );

/** What the table holds, by sort key. */
async function controls(): Promise<Record<string, Record<string, string>>> {
  const client = new DynamoDBClient({
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: MANAGEMENT, secretAccessKey: "any" },
  });
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: "holdfast-lab-incidents",
      ConsistentRead: true,
      KeyConditionExpression: "#p = :p",
      ExpressionAttributeNames: { "#p": "partition" },
      ExpressionAttributeValues: { ":p": { S: "controls" } },
    }),
  );
  return Object.fromEntries(Items.map(({ sort, body }) => [sort?.S, JSON.parse(body?.S ?? "")]));
}

/** Waits until the lab has written a line with `words`; the test's time limit ends it. */
async function written(words: string): Promise<string> {
  for (;;) {
    const line = lines.find((one) => one.includes(words));
    if (line !== undefined) return line;
    await new Promise((later) => setTimeout(later, 100));
  }
}

describe("holdfast pause", () => {
  it("stops writes for a while, lists it, and ends it", async () => {
    const paused = await command("pause", "scp-attachment", "--for", "2h", "--reason", "moving");
    expect([paused.code, paused.stderr]).toEqual([
      0,
      expect.stringContaining(`Account ${MANAGEMENT}, as AWSReservedSSO_`),
    ]);
    expect(paused.stdout).toContain("Findings and alerts go on.");
    // Told by the enforcer on the topic, and by the notifier in the channel.
    const [, until] = /until (\S+)\./.exec(paused.stdout) ?? [];
    const told = await written(`Nothing is written for scp-attachment until ${until};`);
    expect(told).toMatch(/^slack: /);
    expect((await controls())["pause#scp-attachment"]).toMatchObject({
      scope: "scp-attachment",
      reason: "moving",
      by: expect.stringContaining("admin@securecart.example"),
    });
    const { pauses } = JSON.parse((await command("pause", "--format", "json")).stdout);
    expect(pauses).toMatchObject([{ scope: "scp-attachment" }]);
    expect((await command("pause", "scp-attachment", "--lift")).code).toBe(0);
    expect((await command("pause")).stdout).toBe("Nothing is paused.\n");
    expect(await written("The pause for scp-attachment is over")).toMatch(/^slack: /);
  });

  it.each([
    [["scp-atachment", "--reason", "x"], "is no key and no guardrail"],
    [["scp-attachment"], "a reason is needed"],
    [["scp-attachment", "--reason", "x", "--for", "9h"], "eight hours at most"],
    [["scp-attachment", "--reason", "x", "--for", "soon"], "30m, 2h or 1d"],
    [["scp-attachment", "--lift"], "is not paused"],
  ])("refuses %j in words, and changes nothing", async (args, words) => {
    const before = await controls();
    const { code, stdout, stderr } = await command("pause", ...args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(words);
    expect(await controls()).toEqual(before);
  });
});

describe("holdfast hold", () => {
  it("is placed on an account by its name, until it is lifted", async () => {
    const { code, stdout } = await command("hold", "production", "--reason", "incident 42");
    expect([code, stdout]).toEqual([0, expect.stringContaining("until it is lifted")]);
    expect(await written(`Nothing gives access back on ${PRODUCTION}`)).toMatch(/^slack: /);
    expect((await controls())[`hold#${PRODUCTION}`]).not.toHaveProperty("until");
    expect((await command("hold")).stdout).toContain(`${PRODUCTION}  until it is lifted`);
    expect((await command("hold", PRODUCTION, "--lift")).code).toBe(0);
    expect((await controls())[`hold#${PRODUCTION}`]).toHaveProperty("liftedBy");
  });

  it("is placed on a user by name, and lifted by the ARN that an alert shows", async () => {
    const { code, stdout } = await command("hold", "olivia@securecart.example", "--reason", "left");
    expect([code, stdout]).toEqual([0, expect.stringContaining(`access back to ${OLIVIA}`)]);
    expect(await written(`Nothing gives access back on ${OLIVIA}`)).toMatch(/^slack: /);
    const arn = `arn:aws:identitystore:::user/${OLIVIA}`;
    expect((await command("hold", arn, "--lift")).code).toBe(0);
    expect((await controls())[`hold#${OLIVIA}`]).toHaveProperty("liftedBy");
  });

  it("refuses what is nothing, in words", async () => {
    const { code, stderr } = await command("hold", "prodution", "--reason", "x");
    const words = "is no account, user or group of the baseline, and no ARN";
    expect([code, stderr]).toEqual([1, expect.stringContaining(words)]);
  });
});
