import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTrailEvent, parseTrailFile } from "./parse-event.ts";

const record = {
  eventVersion: "1.11",
  userIdentity: {
    type: "AssumedRole",
    arn: "arn:aws:sts::100000000001:assumed-role/Admin/mallory@securecart.example",
    accountId: "100000000001",
    sessionContext: {
      sessionIssuer: { type: "Role", arn: "arn:aws:iam::100000000001:role/Admin" },
    },
  },
  eventTime: "2026-11-23T10:00:00Z",
  eventSource: "organizations.amazonaws.com",
  eventName: "DetachPolicy",
  awsRegion: "us-east-1",
  sourceIPAddress: "192.0.2.1",
  userAgent: "aws-cli/2",
  requestParameters: { policyId: "p-1", targetId: "ou-1" },
  responseElements: null,
  eventID: "5f6c",
  readOnly: false,
  recipientAccountId: "100000000001",
};
const envelope = {
  "detail-type": "AWS API Call via CloudTrail",
  id: "envelope-id",
  account: "100000000009",
  region: "eu-west-1",
  time: "2026-11-23T10:00:05Z",
  detail: record,
};

describe("parseTrailEvent", () => {
  it("reads a record, bare or from EventBridge, with the record's word above the envelope's", () => {
    const expected = {
      eventId: "5f6c",
      eventTime: "2026-11-23T10:00:00Z",
      eventSource: "organizations.amazonaws.com",
      eventName: "DetachPolicy",
      region: "us-east-1",
      account: "100000000001",
      actor: {
        type: "AssumedRole",
        name: "mallory@securecart.example",
        arn: "arn:aws:sts::100000000001:assumed-role/Admin/mallory@securecart.example",
        account: "100000000001",
        role: "arn:aws:iam::100000000001:role/Admin",
        sourceIp: "192.0.2.1",
        userAgent: "aws-cli/2",
      },
      readOnly: false,
      request: { policyId: "p-1", targetId: "ou-1" },
      response: {},
      service: {},
      additional: {},
    };
    expect(parseTrailEvent(record)).toEqual(expected);
    expect(parseTrailEvent(envelope)).toEqual(expected);
  });

  it("takes from the envelope what the record lacks", () => {
    const detail = { eventSource: "sso.amazonaws.com", eventName: "CreatePermissionSet" };
    expect(parseTrailEvent({ ...envelope, detail })).toMatchObject({
      eventId: "envelope-id",
      eventTime: "2026-11-23T10:00:05Z",
      region: "eu-west-1",
      account: "100000000009",
    });
  });

  it("keeps a record without parameters and identity: it still says that something happened", () => {
    const { userIdentity: _, ...anonymous } = record;
    expect(parseTrailEvent({ ...anonymous, requestParameters: null })).toMatchObject({
      eventName: "DetachPolicy",
      request: {},
      actor: { type: "Unknown", name: "unknown" },
    });
  });

  it.each([
    [{ errorCode: "AccessDenied", errorMessage: "no" }, "AccessDenied", "no"],
    [
      { errorCode: "AccessDenied", responseElements: { message: "hidden" } },
      "AccessDenied",
      "hidden",
    ],
    [{ responseElements: { __type: "InvalidInput", message: "x" } }, "InvalidInput", "x"],
    [{ responseElements: { ConsoleLogin: "Failure" } }, "Failure", undefined],
    [{ errorMessage: "Failed authentication" }, "Failure", "Failed authentication"],
    [{ errorCode: "", errorMessage: "" }, undefined, undefined],
    [{ responseElements: { ConsoleLogin: "Success" } }, undefined, undefined],
    [{ responseElements: { message: "created" } }, undefined, undefined],
  ])("finds the error in %j", (fields, errorCode, errorMessage) => {
    const parsed = parseTrailEvent({ ...record, ...fields });
    expect({ ...parsed }).toMatchObject(
      errorCode ? { errorCode, ...(errorMessage && { errorMessage }) } : { eventId: "5f6c" },
    );
    expect("errorCode" in parsed).toBe(errorCode !== undefined);
    expect("errorMessage" in parsed).toBe(errorMessage !== undefined);
  });

  it.each([
    [true, true],
    ["true", true],
    [false, false],
    ["false", false],
    [undefined, false],
  ])("understands readOnly %j", (readOnly, expected) => {
    expect(parseTrailEvent({ ...record, readOnly })).toMatchObject({ readOnly: expected });
  });

  it.each([
    ["1.11", false],
    ["1.99", false],
    ["2.0", true],
    ["10.1", true],
  ])("knows eventVersion %s: skipped is %s", (eventVersion, skipped) => {
    expect("skipped" in parseTrailEvent({ ...record, eventVersion })).toBe(skipped);
  });

  it.each([
    [null, "not an object"],
    [[record], "not an object"],
    [{ ...envelope, "detail-type": "Scheduled Event" }, "not one from CloudTrail"],
    [{ ...envelope, detail: "text" }, "detail is not an object"],
    [{ hello: "world" }, "not a CloudTrail record"],
  ])("says why it skips %j", (event, why) => {
    expect(parseTrailEvent(event)).toEqual({ skipped: expect.stringContaining(why) });
  });

  it("never throws, whatever JSON there is in whatever field", () => {
    const fields = Object.fromEntries(
      [...Object.keys(record), "serviceEventDetails", "errorCode", "errorMessage", "detail"].map(
        (name) => [name, fc.jsonValue()],
      ),
    );
    const identity = fc.record(
      {
        type: fc.oneof(
          fc.constantFrom("Root", "AssumedRole", "IdentityCenterUser"),
          fc.jsonValue(),
        ),
        arn: fc.jsonValue(),
        principalId: fc.jsonValue(),
        sessionContext: fc.oneof(fc.record({ sessionIssuer: fc.jsonValue() }), fc.jsonValue()),
        onBehalfOf: fc.jsonValue(),
        invokedBy: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const strange = fc.oneof(
      fc.jsonValue(),
      fc.record(fields, { requiredKeys: [] }),
      fc.record({ ...fields, eventName: fc.string({ minLength: 1 }), userIdentity: identity }),
    );
    fc.assert(
      fc.property(strange, fc.boolean(), (detail, wrapped) => {
        const parsed = parseTrailEvent(wrapped ? { ...envelope, detail } : detail);
        if ("skipped" in parsed) return parsed.skipped !== "";
        const { eventName, actor, account } = parsed;
        return [eventName, actor.type, actor.name, account].every(
          (text) => typeof text === "string" && text !== "",
        );
      }),
    );
  });
});

describe("parseTrailFile", () => {
  it.each([
    ['{"eventName":"X"}', [{ eventName: "X" }]],
    ['{"Records":[]}', []],
    ['{"Records":[{"a":1},{"b":2}]}', [{ a: 1 }, { b: 2 }]],
    ["[1,2]", [1, 2]],
    ["null", [null]],
  ])("finds the events in %s", (text, events) => {
    expect(parseTrailFile(text)).toEqual(events);
  });

  it("says what it wanted when the file is not JSON", () => {
    expect(() => parseTrailFile("eventName: X")).toThrow(
      expect.objectContaining({ code: "EVENTS_UNREADABLE", source: "user" }),
    );
  });
});
