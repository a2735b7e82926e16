import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseTrailFile } from "@holdfast/aws";
import { guardrails, tripwires } from "@holdfast/guardrails";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBaseline, SECURECART } from "./baseline.ts";
import { explain } from "./explain.ts";

const baseline = readBaseline(SECURECART);
const about = (event: unknown) => explain(event, { guardrails, tripwires }, baseline);

const record = {
  eventVersion: "1.11",
  eventID: "e-1",
  eventTime: "2026-11-23T09:00:00Z",
  eventSource: "organizations.amazonaws.com",
  eventName: "DetachPolicy",
  requestParameters: { policyId: "p-7415c39f", targetId: "r-5c7t" },
};
const enveloped = {
  source: "aws.organizations",
  "detail-type": "AWS API Call via CloudTrail",
  detail: record,
};
const created = {
  ...record,
  eventName: "CreateAccountResult",
  eventType: "AwsServiceEvent",
  requestParameters: null,
  serviceEventDetails: { createAccountStatus: { accountId: "999999999999" } },
};

describe("explain", () => {
  it("says where a watched record leads", () => {
    expect(about(record)).toEqual({
      eventId: "e-1",
      eventSource: "organizations.amazonaws.com",
      eventName: "DetachPolicy",
      verdict: "watched",
      reason: "1 key is compared with the baseline",
      guardrails: [
        {
          id: "scp-attachment",
          keys: ["scp-attachment/100000000001/us-east-1/SERVICE_CONTROL_POLICY/r-5c7t"],
        },
      ],
    });
  });

  it("says the same of a bare record and of its EventBridge event", () => {
    expect(about(enveloped)).toEqual(about(record));
  });

  it("knows service events, which match by another type", () => {
    expect(about(created)).toMatchObject({ verdict: "watched" });
    const detached = { ...record, eventType: "AwsServiceEvent" };
    expect(about(detached)).toMatchObject({ verdict: "ignored" });
  });

  it.each([
    ["a failed call", { ...record, errorCode: "AccessDenied" }, "the call failed (AccessDenied)"],
    [
      "a name nobody watches",
      { ...record, eventName: "ListRoots" },
      "no guardrail watches ListRoots",
    ],
    [
      "a service nobody watches",
      { ...record, eventSource: "iam.amazonaws.com" },
      "no guardrail watches DetachPolicy of iam.amazonaws.com",
    ],
    [
      "what a tripwire watches and finds nothing in",
      {
        ...record,
        eventSource: "ec2.amazonaws.com",
        eventName: "CreateVpc",
        recipientAccountId: "100000000005",
      },
      "vpc-outside-network-account watches it, and it is no cause for alarm",
    ],
    [
      "a policy nobody declares",
      { ...record, eventName: "DeletePolicy", requestParameters: { policyId: "p-others01" } },
      "leads to nothing that is guarded",
    ],
    ["no record at all", 7, "not a record that can be used"],
  ])("says why it ignores %s", (_what, event, reason) => {
    const explained = about(event);
    expect(explained).toMatchObject({ verdict: "ignored", guardrails: [] });
    expect(explained.reason).toContain(reason);
  });

  it("says what trips a tripwire, beside where a guardrail looks", () => {
    const root = { type: "Root", accountId: "100000000001" };
    const explained = about({ ...record, userIdentity: root, recipientAccountId: "100000000001" });
    expect(explained).toMatchObject({
      verdict: "watched",
      reason:
        "1 key is compared with the baseline; it trips root-activity (CRITICAL): root called organizations:DetachPolicy in management",
    });
    expect(explained.guardrails).toEqual([
      {
        id: "scp-attachment",
        keys: ["scp-attachment/100000000001/us-east-1/SERVICE_CONTROL_POLICY/r-5c7t"],
      },
      { id: "root-activity", keys: ["root-activity/100000000001/us-east-1/root"] },
    ]);
  });

  it("knows bare records of sign-ins, and thresholds", () => {
    const signIn = {
      eventSource: "signin.amazonaws.com",
      eventName: "ConsoleLogin",
      eventType: "AwsConsoleSignIn",
      userIdentity: { type: "Root", accountId: "100000000009" },
      recipientAccountId: "100000000009",
      additionalEventData: { MFAUsed: "No" },
    };
    expect(about(signIn).reason).toBe(
      "it trips root-activity (CRITICAL): root signed in to production without MFA",
    );
    const denied = {
      eventSource: "iam.amazonaws.com",
      eventName: "CreateUser",
      errorCode: "AccessDenied",
      errorMessage: "User is not authorized, with an explicit deny in a service control policy",
      userIdentity: { type: "IAMUser", arn: "arn:aws:iam::100000000009:user/x", userName: "x" },
      recipientAccountId: "100000000009",
    };
    expect(about(denied).reason).toBe(
      "it counts towards the 5 within 10 minutes of denied-iam-changes: a service control policy refused x iam:CreateUser",
    );
  });

  it("never throws, whatever it is given", () => {
    const events = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(
        fc.constantFrom(...Object.keys(created), "detail-type", "detail"),
        fc.jsonValue(),
      ),
      fc.jsonValue().map((requestParameters) => ({ ...record, requestParameters })),
    );
    fc.assert(
      fc.property(events, (event) => {
        expect(["watched", "ignored"]).toContain(about(event).verdict);
      }),
    );
  });
});

const folder = fileURLToPath(new URL("../../../../shared/events/", import.meta.url));
const present = existsSync(folder);
if (!present) console.info("Recorded events are absent (../shared/events): a test is left out.");

describe.runIf(present)("recorded events", () => {
  it("are all explained, one verdict per record", () => {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".json"),
    );
    const events = files.flatMap((file) =>
      parseTrailFile(readFileSync(`${folder}${file}`, "utf8")),
    );
    const explained = events.map(about);
    expect(explained.length).toBeGreaterThan(200);
    expect(explained.filter(({ reason }) => reason.startsWith("not a record"))).toEqual([]);
    const watched = explained.filter(({ verdict }) => verdict === "watched");
    const names = watched.map(({ eventName }) => eventName);
    for (const name of ["MoveAccount", "NonConsoleLogin", "PasswordUpdated", "CreateVpc"]) {
      expect(names).toContain(name);
    }
    for (const { verdict, guardrails: found } of explained) {
      expect(found.length > 0).toBe(verdict === "watched");
    }
  });
});
