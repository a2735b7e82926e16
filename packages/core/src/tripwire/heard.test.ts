import { describe, expect, it } from "vitest";
import { load } from "../baseline/fixture.ts";
import type { Json } from "../json.ts";
import { formatKey } from "../key.ts";
import type { TrailRecord } from "../record.ts";
import { defineTripwire } from "../tripwire.ts";
import { bell, heard, KEY, record } from "./bell.fixture.ts";
import { gather, hear } from "./heard.ts";

const ring = (detail: Readonly<Record<string, Json>> = {}): Json => ({
  source: "aws.bell",
  detail: { eventName: "Ring", ...detail },
});
const said = (event: Json, parts: Partial<TrailRecord> = {}, tripwires = [bell]) =>
  hear(event, record(parts), tripwires, load());

describe("an event", () => {
  it("says to a tripwire what happened, by whom and when, and how bad that is", () => {
    expect(said(ring())).toEqual([
      {
        key: KEY,
        heard: [
          {
            severity: "HIGH",
            cause: {
              eventId: "e-1",
              eventName: "Ring",
              eventSource: "bell.amazonaws.com",
              at: "2026-11-23T00:00:00Z",
              actor: { type: "IAMUser", name: "mallory" },
              what: "mallory rang",
            },
          },
        ],
      },
    ]);
  });

  it("of a failed call says so, where the watch includes those", () => {
    const failed = said(ring({ errorCode: "AccessDenied" }), { errorCode: "AccessDenied" });
    expect(failed[0]?.heard).toMatchObject([
      { severity: "LOW", cause: { what: "mallory tried to ring" } },
    ]);
    const strict = defineTripwire({
      ...bell,
      watches: (baseline) => bell.watches(baseline).map(({ failed: _, ...watch }) => watch),
    });
    expect(said(ring({ errorCode: "AccessDenied" }), {}, [strict])).toEqual([]);
  });

  it("says nothing that nobody watches, that leads nowhere or that means nothing", () => {
    expect(said({ source: "aws.iam", detail: { eventName: "Ring" } })).toEqual([]);
    expect(said(ring(), { readOnly: true })).toEqual([]);
    expect(said(ring(), {}, [{ ...bell, watches: () => [] }])).toEqual([]);
  });
});

describe("what a batch says", () => {
  it("is one request per key, in the order in which it came", () => {
    const other = { ...KEY, resource: "gate" };
    const gathered = gather([
      { key: KEY, heard: [heard("1")] },
      { key: other, heard: [heard("2")] },
      { key: KEY, heard: [heard("3")] },
    ]);
    const ids = [...gathered].map(([id, one]) => [
      id,
      one.heard.map(({ cause }) => cause.eventId).join(),
    ]);
    expect(ids).toEqual([
      [formatKey(KEY), "1,3"],
      [formatKey(other), "2"],
    ]);
  });
});

it("shares no queue with a guardrail: a tripwire's events are anybody's to send", () => {
  expect(bell.domain).toBe("tripwires");
});
