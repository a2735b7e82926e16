import { describe, expect, it } from "vitest";
import { isBatch, scanRequests } from "./scan-request.ts";

const GUARDRAILS = ["scp-attachment", "policy-type"];
const batch = (...bodies: readonly string[]) => ({ Records: bodies.map((body) => ({ body })) });
const read = (event: unknown) => scanRequests(event, GUARDRAILS);

describe("what a scan is asked for", () => {
  it("is everything, by an empty event and by the schedule", () => {
    expect(read({})).toEqual([{ holdfast: "scan", scope: {} }]);
    expect(read(batch('{"holdfast":"scan"}'))).toEqual([{ holdfast: "scan", scope: {} }]);
  });

  it("is to go on, by its own message", () => {
    expect(read(batch('{"holdfast":"scan","id":"scan-1"}'))).toEqual([
      { holdfast: "scan", id: "scan-1", scope: {} },
    ]);
  });

  it("is what a person names", () => {
    const scope = {
      guardrails: ["policy-type"],
      accounts: ["100000000001"],
      regions: ["eu-west-1"],
      mode: "alert",
    };
    expect(read(scope)).toEqual([{ holdfast: "scan", scope }]);
  });

  it("is for later, by an event that tells of an account that has joined", () => {
    const detail = {
      eventVersion: "1.11",
      eventID: "e-1",
      eventTime: "2026-11-23T09:00:00Z",
      eventSource: "organizations.amazonaws.com",
      eventName: "CreateAccountResult",
      awsRegion: "us-east-1",
      eventType: "AwsServiceEvent",
      recipientAccountId: "100000000001",
      userIdentity: { accountId: "100000000001", invokedBy: "AWS Internal" },
      serviceEventDetails: { createAccountStatus: { accountId: "100000000042" } },
    };
    const event = {
      id: "1",
      account: "100000000001",
      region: "us-east-1",
      time: "2026-11-23T09:00:00Z",
      source: "aws.organizations",
      "detail-type": "AWS Service Event via CloudTrail",
      detail,
    };
    const arrived = { holdfast: "arrived", accounts: ["100000000042"] };
    expect(read(batch(JSON.stringify(event)))).toEqual([arrived]);
    // What can't be read names nobody; the next whole scan finds who came.
    const odd = { "detail-type": "AWS Service Event via CloudTrail", detail: {} };
    expect(read(batch(JSON.stringify(odd)))).toEqual([{ ...arrived, accounts: [] }]);
  });

  it("remembers when it was asked for", () => {
    const scope = { accounts: ["100000000042"] };
    const message = { holdfast: "scan", scope, since: 1_000 };
    expect(read(batch(JSON.stringify(message)))).toEqual([message]);
  });

  it.each([
    ["a text", "everything", "not an object"],
    ["a list", [], "not an object"],
    ["a misspelt member", { guardrial: [] }, '"guardrial" is unknown'],
    ["a guardrail that there is not", { guardrails: ["nothing"] }, '"nothing"'],
    ["no guardrail at all", { guardrails: [] }, "guardrails is not a list"],
    ["half an account", { accounts: ["1000"] }, '"1000"'],
    ["a Region that is none", { regions: ["everywhere"] }, '"everywhere"'],
    ["a mode that is none", { mode: "loud" }, "mode is none of"],
    ["a message that is not JSON", batch("scan"), "not JSON"],
    ["another message", batch('{"holdfast":"look"}'), "no message of a scan"],
    ["a message of no time", batch('{"holdfast":"scan","since":"now"}'), "time is not a number"],
    ["a message with half an id", batch('{"holdfast":"scan","id":7}'), "id is not text"],
  ])("is refused if it is %s: it would scan something else", (_what, event, words) => {
    expect(() => read(event)).toThrow(words);
  });

  it("tells a batch from anything else", () => {
    expect(isBatch(batch())).toBe(true);
    expect([{}, null, { Records: 1 }].map(isBatch)).toEqual([false, false, false]);
  });
});
