/** Announcements on the in-process lab: left by a person, told by the enforcer on topic and Slack. */
import { createClients, createQueue, createTable } from "@holdfast/aws";
import { type Announcement, announce } from "@holdfast/core";
import { type Lab, LabRequestHandler } from "@holdfast/lab";
import { afterEach, describe, expect, it } from "vitest";
import { openTestLab, START } from "../support/lab.ts";
import { baseline, deployment } from "../support/securecart.ts";

const { account, region } = deployment;
const { channel = "" } = baseline.notifications?.slack ?? {};
const QUEUE = deployment.queues.find(({ name }) => name.endsWith("-organization"))?.name ?? "";
const PAUSED: Announcement = {
  what: "paused",
  scope: "scp-attachment",
  reason: "moving policies",
  by: `arn:aws:sts::${account}:assumed-role/Admin/olivia`,
  until: "2026-11-23T11:00:00.000Z",
  at: new Date(START).toISOString(),
  stage: deployment.stage,
};

const open: Lab[] = [];
afterEach(async () => {
  for (const lab of open.splice(0)) await lab.close();
});

/** What a person in the management account works with, who is no publisher of the topic. */
function openLab() {
  const { lab } = openTestLab({});
  open.push(lab);
  const calls = {
    clients: createClients({
      region,
      requestHandler: new LabRequestHandler(lab.handle),
      credentials: { accessKeyId: account, secretAccessKey: "any" },
    }),
    clock: lab.clock,
    random: Math.random,
    log: { info() {}, warn() {}, error() {} },
    region,
  };
  const url = `https://sqs.${region}.amazonaws.com/${account}/${QUEUE}`;
  const table = createTable({ ...calls, table: deployment.table.name });
  return { lab, table, queue: createQueue({ ...calls, url }) };
}

describe("an announcement", () => {
  it("reaches topic and Slack once, by the enforcer", async () => {
    const { lab, table, queue } = openLab();
    expect(await announce(PAUSED, { table, queue })).toBeUndefined();
    await lab.clock.drain(START + 20 * 60_000);
    expect(lab.published().map(({ subject }) => subject)).toEqual([
      "[Holdfast] Paused: scp-attachment",
    ]);
    expect(lab.slack.messages(channel)).toMatchObject([
      { text: expect.stringContaining("Nothing is written for scp-attachment") },
    ]);
  });

  it("leaves with the next flush if nobody could be asked", async () => {
    const { lab, table } = openLab();
    const queue = { send: async () => Promise.reject(new Error("no permission")) };
    expect(await announce(PAUSED, { table, queue })).toBe("no permission");
    await lab.clock.drain(START + 20 * 60_000);
    expect(lab.published()).toEqual([]);
    lab.send(QUEUE, {
      holdfast: "outbox",
      attempt: 0,
    });
    await lab.clock.drain(START + 40 * 60_000);
    expect(lab.published()).toHaveLength(1);
  });
});
