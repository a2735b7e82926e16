import { fileURLToPath } from "node:url";
import { type Cause, formatKey, type Json, type Mode, type Request, spread } from "@holdfast/core";
import { declaredNames, readBaselineDirectory } from "@holdfast/core/baseline";
import { guardrails, tripwires } from "@holdfast/guardrails";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coalesce, readMessage, slice } from "./intake.ts";

const directory = fileURLToPath(new URL("../examples/securecart", import.meta.url));
const baseline = readBaselineDirectory(directory, declaredNames(guardrails, tripwires));
const AT = "2026-11-23T09:00:00Z";

function detached(detail: Readonly<Record<string, Json>> = {}): Json {
  return {
    source: "aws.organizations",
    "detail-type": "AWS API Call via CloudTrail",
    detail: {
      eventVersion: "1.11",
      eventID: "e-1",
      eventTime: AT,
      eventSource: "organizations.amazonaws.com",
      eventName: "DetachPolicy",
      awsRegion: "us-east-1",
      recipientAccountId: "100000000001",
      userIdentity: {
        type: "AssumedRole",
        arn: "arn:aws:sts::100000000001:assumed-role/A/mallory",
      },
      requestParameters: { policyId: "p-7415c39f", targetId: "r-5c7t" },
      ...detail,
    },
  };
}

const read = (message: Json) => readMessage(JSON.stringify(message), guardrails, baseline);
const KEY = "scp-attachment/100000000001/us-east-1/SERVICE_CONTROL_POLICY/r-5c7t";

const looks = (parts: object) =>
  JSON.stringify({ holdfast: "looks", keys: [KEY], causes: [], ...parts });

describe("a message", () => {
  it("of an event leads to its keys, with who did it and when", () => {
    const asked = read(detached());
    if (asked.kind !== "look") throw new Error(asked.kind);
    const [request] = asked.requests;
    expect(asked.requests.map(({ key }) => formatKey(key))).toEqual([KEY]);
    expect(request?.changedAt).toBe(Date.parse(AT));
    expect(request?.causes).toMatchObject([{ eventId: "e-1", eventName: "DetachPolicy", at: AT }]);
  });

  it("of a failed call leads nowhere, even if a rule let it through", () => {
    const asked = read(detached({ errorCode: "AccessDenied" }));
    expect(asked).toMatchObject({ kind: "look", requests: [] });
  });

  it("of an event that nobody watches leads nowhere", () => {
    const asked = read(detached({ eventName: "ListRoots" }));
    expect(asked).toMatchObject({ kind: "look", requests: [] });
  });

  it("with a time that can't be read is later than any look, also after a way through a queue", () => {
    const asked = read(detached({ eventTime: "yesterday" }));
    const changedAt = asked.kind === "look" ? asked.requests[0]?.changedAt : undefined;
    expect(changedAt).toBeGreaterThan(Date.parse("2100-01-01"));
    expect(JSON.parse(JSON.stringify({ changedAt }))).toEqual({ changedAt });
  });

  it("of our own asks for a look, or for the outbox", () => {
    const causes: readonly Cause[] = [];
    const [guardrail, account, region, ...resource] = KEY.split("/");
    const key = { guardrail, account, region, resource: resource.join("/") };
    expect(read({ holdfast: "look", key: KEY })).toEqual({
      kind: "look",
      requests: [{ key, causes }],
    });
    expect(read({ holdfast: "look", key: KEY, changedAt: 5 })).toEqual({
      kind: "look",
      requests: [{ key, causes, changedAt: 5 }],
    });
    expect(read({ holdfast: "look", key: KEY, blindSince: 4 })).toEqual({
      kind: "look",
      requests: [{ key, causes, blindSince: 4 }],
    });
    expect(read({ holdfast: "outbox", attempt: 3 })).toEqual({ kind: "outbox", attempt: 3 });
  });

  it.each([
    ["no JSON", "{", "not JSON"],
    ["nothing", "", "not JSON"],
    ["null", "null", "not an object"],
    ["a number", "7", "not an object"],
    ["a list", "[]", "not an object"],
    ["an empty object", "{}", "eventSource"],
    ["an event of another kind", '{"detail-type":"Scheduled Event","detail":{}}', "CloudTrail"],
    ["an own message without a key", '{"holdfast":"look"}', "not a resource key"],
    ["an own message with half a key", '{"holdfast":"look","key":"a/b"}', "not a resource key"],
    ["an own message for several without keys", '{"holdfast":"looks"}', "TypeError"],
    ["an own message for several of half a key", looks({ keys: ["a"] }), "not a resource"],
    ["an own message of another kind", '{"holdfast":"dance"}', 'no message "dance"'],
    ["an own message with causes that can't be read", looks({ causes: 5 }), "causes is not a list"],
    ["an own message with no cause among them", looks({ causes: [null] }), "cause is not one"],
    [
      "an own message with a cause by nobody",
      looks({ causes: [{ eventId: "e" }] }),
      "cause is not",
    ],
    ["an own message with a time that is none", looks({ changedAt: "now" }), "not a time"],
    [
      "an own message that forgot when",
      JSON.stringify({ holdfast: "look", key: KEY, blindSince: null }),
      "blindSince is not a time",
    ],
    ["an own message with a mode that is none", looks({ most: "stop" }), "not a mode"],
    ["an outbox message that counts no attempts", '{"holdfast":"outbox"}', "attempt"],
    ["an outbox message before the first", '{"holdfast":"outbox","attempt":-9}', "attempt"],
  ])("that is %s is unreadable, and says why", (_what, body, why) => {
    const asked = readMessage(body, guardrails, baseline);
    expect(asked.kind).toBe("unreadable");
    expect(asked.kind === "unreadable" && asked.why).toContain(why);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(() => readMessage(body, guardrails, baseline)).not.toThrow();
      }),
    );
  });

  it("that somebody forged breaks nothing that comes with it", () => {
    const forged = fc.record({
      holdfast: fc.constantFrom("look", "looks", "outbox", "scan"),
      key: fc.oneof(fc.constant(KEY), fc.jsonValue()),
      keys: fc.oneof(fc.constant([KEY]), fc.jsonValue()),
      causes: fc.oneof(fc.constant([]), fc.array(fc.jsonValue()), fc.jsonValue()),
      changedAt: fc.jsonValue(),
      blindSince: fc.jsonValue(),
      attempt: fc.jsonValue(),
    });
    fc.assert(
      fc.property(forged, (message) => {
        const asked = [read(detached()), read(message as Json)];
        const requests = asked.flatMap((one) => (one.kind === "look" ? one.requests : []));
        const [request] = coalesce(requests).values();
        expect(request && formatKey(request.key)).toBe(KEY);
        expect(request?.causes[0]).toMatchObject({ eventId: "e-1" });
      }),
    );
  });
});

const keyOf = (resource: string) => ({ guardrail: "g", account: "1", region: "r", resource });
const causeOf = (eventId: string): Cause => ({
  eventId,
  eventName: "N",
  eventSource: "s",
  at: AT,
  actor: { type: "Root", name: "root" },
});

describe("requests of a batch", () => {
  it("become one per key, with all causes and the newest change", () => {
    const requests: Request[] = [
      { key: keyOf("a"), causes: [causeOf("1")], changedAt: 20 },
      { key: keyOf("b"), causes: [], changedAt: 5 },
      { key: keyOf("a"), causes: [], blindSince: 8 },
      { key: keyOf("a"), causes: [causeOf("2")], changedAt: 10, blindSince: 9 },
    ];
    expect([...coalesce(requests).values()]).toEqual([
      { key: keyOf("a"), causes: [causeOf("1"), causeOf("2")], changedAt: 20, blindSince: 8 },
      { key: keyOf("b"), causes: [], changedAt: 5 },
    ]);
  });

  it("go as far as whoever goes furthest, and as the baseline says for whoever names no limit", () => {
    const most = (...modes: readonly (Mode | undefined)[]) => {
      const requests = modes.map((one) => ({
        key: keyOf("a"),
        causes: [],
        ...(one && { most: one }),
      }));
      return coalesce(requests).get(formatKey(keyOf("a")))?.most;
    };
    expect(most("alert", "restrict", "off")).toBe("restrict");
    expect(most("alert")).toBe("alert");
    expect(most("alert", undefined)).toBeUndefined();
    expect(most(undefined, "alert")).toBeUndefined();
  });

  it("keep the limit of a scan on their way through the queue", () => {
    const [{ message } = { message: null }] = spread([
      { key: keyOf("a"), causes: [], changedAt: 1, most: "alert" },
    ]);
    expect(read(message as Json)).toMatchObject({ requests: [{ most: "alert" }] });
  });

  it("stay wake-ups if no change is among them", () => {
    const wakeUp = { key: keyOf("a"), causes: [] };
    expect([...coalesce([wakeUp, wakeUp]).values()]).toEqual([wakeUp]);
  });

  it("beyond what fits into one invocation come back later, none of them lost", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.boolean(), (count, changed) => {
        const requests = Array.from({ length: count }, (_, index) => ({
          key: keyOf(String(index)),
          causes: [causeOf("1")],
          ...(changed && { changedAt: Number.MAX_SAFE_INTEGER }),
        }));
        const { now, later } = slice(requests);
        expect(now.length).toBeLessThanOrEqual(20);
        const back = later.flatMap(({ message, delay }) => {
          expect(delay).toBeGreaterThan(0);
          expect(delay).toBeLessThanOrEqual(900);
          const asked = read(JSON.parse(JSON.stringify(message)) as Json);
          return asked.kind === "look" ? asked.requests : [];
        });
        expect([...now, ...back]).toEqual(requests);
      }),
    );
  });
});
