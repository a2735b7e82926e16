import type { Json, TrailRecord } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { MANAGEMENT, made, record, securecart } from "../tripwire/fixture.ts";
import { blinding } from "./index.ts";

type Request = Readonly<Record<string, Json>>;
const inManagement = (call: string, request: Request = {}, parts: Partial<TrailRecord> = {}) =>
  made(blinding, record(call, { account: MANAGEMENT, request, ...parts }));
const denial = (resource: string, user = "arn:aws:iam::100000000001:user/x") => ({
  errorCode: "AccessDenied",
  errorMessage: `User: ${user} is not authorized to perform: events:DeleteRule on resource: ${resource} because no identity-based policy allows the events:DeleteRule action`,
});

describe("a change that may blind", () => {
  it.each<[string, Request, string]>([
    ["events:PutRule", { name: "holdfast-x-forward-1" }, "HIGH"],
    ["events:PutRule", { name: "holdfast-x-forward-1", state: "DISABLED" }, "CRITICAL"],
    ["events:RemoveTargets", { rule: "holdfast-x-forward-1", ids: ["1"] }, "CRITICAL"],
    ["events:PutPermission", { eventBusName: "holdfast-x-hub" }, "HIGH"],
    [
      "lambda:PutFunctionConcurrency20171031",
      { functionName: "holdfast-x-enforce-organization", reservedConcurrentExecutions: 0 },
      "CRITICAL",
    ],
    ["lambda:AddPermission20150331v2", { functionName: "holdfast-x-enforce-tripwires" }, "HIGH"],
    ["lambda:DeleteFunction20150331", { functionName: "holdfast-x-enforce-tripwires" }, "CRITICAL"],
    ["iam:DetachRolePolicy", { roleName: "holdfast-x-enforce-organization" }, "CRITICAL"],
    ["iam:UpdateAssumeRolePolicy", { roleName: "holdfast-x-enforce-organization" }, "HIGH"],
    ["monitoring:DeleteAlarms", { alarmNames: ["holdfast-x-dead-not-empty"] }, "CRITICAL"],
    ["dynamodb:DeleteTable", { tableName: "holdfast-x-incidents" }, "CRITICAL"],
    ["securityhub:DisableSecurityHub", {}, "CRITICAL"],
    ["securityhub:CreateAutomationRule", { RuleName: "quiet" }, "HIGH"],
    ["secretsmanager:DeleteSecret", { secretId: "holdfast/slack" }, "CRITICAL"],
    ["secretsmanager:PutSecretValue", { secretId: "holdfast/slack" }, "HIGH"],
    ["kms:DisableKey", { keyId: "9c7f" }, "CRITICAL"],
    ["kms:ScheduleKeyDeletion", { keyId: "9c7f", pendingWindowInDays: 7 }, "CRITICAL"],
    ["kms:PutKeyPolicy", { keyId: "9c7f", policyName: "default" }, "HIGH"],
    ["scheduler:DeleteSchedule", { name: "holdfast-x-scan", groupName: "default" }, "CRITICAL"],
    ["scheduler:UpdateSchedule", { name: "holdfast-x-scan", state: "DISABLED" }, "CRITICAL"],
    ["cloudtrail:DeleteTrail", { name: "any" }, "CRITICAL"],
  ])("is %s on %j: %s", (call, request, severity) => {
    expect(inManagement(call, request)).toMatchObject({ severity });
  });

  it("names Holdfast's part, also where only the answer does", () => {
    const response = { functionArn: "arn:aws:lambda:us-east-1:1:function:holdfast-x-enforce" };
    const call = inManagement(
      "lambda:DeleteEventSourceMapping20150331",
      { uUID: "5" },
      { response },
    );
    expect(call.what).toBe(
      "mallory (role Admin) called lambda:DeleteEventSourceMapping20150331 on holdfast-x-enforce in management",
    );
  });

  it("names the key, which may be the one of the alert topic", () => {
    const { what } = inManagement("kms:DisableKey", { keyId: "9c7f" });
    expect(what).toBe("mallory (role Admin) called kms:DisableKey on 9c7f in management");
  });

  it("is of the secret that opens Slack, however the call or the baseline names it", () => {
    const arn = "arn:aws:secretsmanager:us-east-1:100000000001:secret:holdfast/slack";
    const touched = (secretId: string, secret: string) =>
      made(
        blinding,
        record("secretsmanager:PutSecretValue", { account: MANAGEMENT, request: { secretId } }),
        {
          ...securecart,
          notifications: { slack: { secret, channel: "C0123456789" } },
        },
      ).what;
    for (const named of ["holdfast/slack", arn, `${arn}-AbC123`]) {
      expect(touched(named, "holdfast/slack")).toContain(`on ${named} in management`);
      expect(touched(named, `${arn}-AbC123`)).toBeDefined();
    }
    expect(touched("holdfast/slack-2", "holdfast/slack")).toBeUndefined();
    expect(touched("database", "holdfast/slack")).toBeUndefined();
  });

  it("is one that may concern Holdfast: it doesn't say what it was made on", () => {
    expect(inManagement("events:DeleteRule", {}, denial("*"))).toMatchObject({
      severity: "MEDIUM",
    });
    expect(inManagement("sqs:PurgeQueue").what).toBeDefined();
  });

  it("is in other accounts one that does concern Holdfast", () => {
    const elsewhere = (request: Request) =>
      made(blinding, record("events:DisableRule", { request }));
    expect(elsewhere({ name: "holdfast-x-forward-1" }).what).toContain("in production");
    expect(elsewhere({ name: "nightly" }).resources).toEqual([]);
    expect(elsewhere({}).resources).toEqual([]);
  });

  it("is known by what it was refused on, not by who was refused", () => {
    const rule = "arn:aws:events:us-east-1:100000000001:rule/";
    const on = (name: string) => inManagement("events:DeleteRule", {}, denial(`${rule}${name}`));
    expect(on("holdfast-x-forward-1").what).toContain("on holdfast-x-forward-1");
    expect(on("nightly").resources).toEqual([]);
    const user = "arn:aws:iam::100000000001:user/holdfast-fan";
    const own = inManagement("events:DeleteRule", {}, denial(`${rule}nightly`, user));
    expect(own.resources).toEqual([]);
  });

  it("has an incident for each principal", () => {
    const { resources } = inManagement("cloudtrail:StopLogging", { name: "any" });
    expect(resources).toEqual([`arn:aws:iam::100000000009:role/Admin`]);
  });

  it("is none of the calls that sound alike", () => {
    for (const call of ["events:ListRules", "lambda:GetFunction20150331v2", "sqs:SendMessage"]) {
      expect(inManagement(call, { name: "holdfast-x" }).resources).toEqual([]);
    }
  });
});
