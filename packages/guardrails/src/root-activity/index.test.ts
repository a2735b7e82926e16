import type { TrailRecord } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { made, record } from "../tripwire/fixture.ts";
import { rootActivity } from "./index.ts";

const ROOT = { type: "Root", name: "root", account: "100000000009" };
const by = (call: string, parts: Partial<TrailRecord> = {}) => {
  const { what, severity } = made(rootActivity, record(call, { actor: ROOT, ...parts }));
  return what === undefined ? undefined : `${severity}: ${what}`;
};
const failed = { errorCode: "Failure" };

describe("what root does", () => {
  it.each<[string, Partial<TrailRecord>, string | undefined]>([
    [
      "signin:ConsoleLogin",
      { additional: { MFAUsed: "Yes" } },
      "CRITICAL: root signed in to production with MFA",
    ],
    ["signin:ConsoleLogin", {}, "CRITICAL: root signed in to production"],
    ["signin:ConsoleLogin", failed, "MEDIUM: a sign-in as root of production failed"],
    ["signin:ExternalIdPDirectoryLogin", failed, "MEDIUM: a sign-in as root of production failed"],
    [
      "signin:PasswordRecoveryRequested",
      {},
      "CRITICAL: PasswordRecoveryRequested for root of production",
    ],
    ["signin:EmailUpdated", failed, "MEDIUM: EmailUpdated for root of production failed"],
    ["signin:CheckMfa", failed, undefined],
    ["iam:CreateAccessKey", {}, "CRITICAL: root called iam:CreateAccessKey in production"],
    [
      "iam:CreateUser",
      { errorCode: "AccessDenied" },
      "HIGH: root called iam:CreateUser in production: AccessDenied",
    ],
    [
      "sts:GetCallerIdentity",
      { readOnly: true },
      "HIGH: root called sts:GetCallerIdentity in production",
    ],
    [
      "s3:ListBuckets",
      { readOnly: true, actor: { ...ROOT, invokedBy: "support.amazonaws.com" } },
      undefined,
    ],
    [
      "iam:CreateRole",
      { actor: { ...ROOT, invokedBy: "sso.amazonaws.com" } },
      "CRITICAL: root called iam:CreateRole in production",
    ],
  ])("%s %j: %s", (call, parts, said) => {
    expect(by(call, parts)).toBe(said);
  });
});
