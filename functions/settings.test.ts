import { describe, expect, it } from "vitest";
import { settingsFrom, slackSettingsFrom } from "./settings.ts";

const env = {
  HOLDFAST_STAGE: "production",
  HOLDFAST_TABLE: "table",
  HOLDFAST_TOPIC_ARN: "arn:aws:sns:us-east-1:100000000001:alerts",
  HOLDFAST_QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/100000000001/organization",
};

describe("settings", () => {
  it("are what the deployment description puts into the environment", () => {
    expect(settingsFrom(env)).toEqual({
      stage: env.HOLDFAST_STAGE,
      table: env.HOLDFAST_TABLE,
      topicArn: env.HOLDFAST_TOPIC_ARN,
      queueUrl: env.HOLDFAST_QUEUE_URL,
    });
  });

  it.each(Object.keys(env))("are refused without %s, by its name, also if it is empty", (name) => {
    for (const value of [undefined, ""]) {
      expect(() => settingsFrom({ ...env, [name]: value })).toThrow(`${name} is not set`);
    }
  });

  it("says what to do", () => {
    let thrown: unknown;
    try {
      settingsFrom({});
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: "SETTING_MISSING", source: "user" });
    expect((thrown as { hint: string }).hint).toContain("holdfast build");
  });
});

const slack = {
  HOLDFAST_STAGE: "production",
  HOLDFAST_TABLE: "table",
  HOLDFAST_SLACK_SECRET: "holdfast/slack",
  HOLDFAST_SLACK_CHANNEL: "C0123456789",
};

describe("settings for Slack", () => {
  it("are what the description gives; another address is for the lab alone", () => {
    const settings = {
      stage: "production",
      table: "table",
      secret: "holdfast/slack",
      channel: "C0123456789",
    };
    expect(slackSettingsFrom(slack)).toEqual(settings);
    const url = "http://127.0.0.1:4566/slack/api";
    expect(slackSettingsFrom({ ...slack, HOLDFAST_SLACK_URL: url })).toEqual({ ...settings, url });
  });

  it.each(Object.keys(slack))("are refused without %s", (name) => {
    expect(() => slackSettingsFrom({ ...slack, [name]: "" })).toThrow(`${name} is not set`);
  });
});
