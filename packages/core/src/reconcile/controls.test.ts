import { describe, expect, it } from "vitest";
import type { Json } from "../json.ts";
import { formatKey } from "../key.ts";
import { memoryTable } from "../testing/memory.ts";
import { KEY, RESOURCE } from "../testing/toy.ts";
import { CONTROLS, holdOn, pauseOn, readControls } from "./controls.ts";

const NOW = Date.UTC(2026, 10, 23);
const LATER = "2026-11-23T01:00:00Z";
const PAUSE = { scope: "*", reason: "migration", by: "olivia", until: LATER };
const HOLD = { on: "100000000002", reason: "incident", by: "olivia" };
const subject = {
  name: "dev",
  accounts: ["100000000002"],
  resourceType: "AwsAccount",
  resourceId: RESOURCE,
};

async function read(items: Readonly<Record<string, Json>>) {
  const table = memoryTable();
  for (const [sort, body] of Object.entries(items)) {
    await table.put({ partition: CONTROLS, sort, version: 1, body });
  }
  return readControls(table, NOW);
}

describe("pauses and holds", () => {
  it("are read as the runbook writes them", async () => {
    const controls = await read({
      "pause#1": PAUSE,
      "hold#1": HOLD,
      "hold#2": { ...HOLD, until: LATER },
    });
    const until = Date.parse(LATER);
    expect(controls).toEqual({ pauses: [{ ...PAUSE, until }], holds: [HOLD, { ...HOLD, until }] });
  });

  it.each([
    ["a pause that is no object", { "pause#1": "stop" }],
    ["a pause of a day", { "pause#1": { ...PAUSE, until: "2026-11-24T00:00:00Z" } }],
    ["a hold that is a list", { "hold#1": [] }],
    ["a hold that is null", { "hold#1": null }],
    ["a hold without a target", { "hold#1": { reason: "r", by: "b" } }],
    ["a hold with an empty target", { "hold#1": { ...HOLD, on: "" } }],
    ["a hold on a number", { "hold#1": { ...HOLD, on: 100000000002 } }],
    ["a hold until nonsense", { "hold#1": { ...HOLD, until: "tomorrow" } }],
    ["a pause without an end", { "pause#1": { scope: "*", reason: "r", by: "b" } }],
    ["a pause whose end is a number", { "pause#1": { ...PAUSE, until: NOW } }],
    ["one malformed hold among good ones", { "hold#1": HOLD, "hold#2": {} }],
  ])("are an error with %s, which names the item", async (_what, items) => {
    const malformed = read(items);
    await expect(malformed).rejects.toMatchObject({ code: "CONTROL_MALFORMED", source: "user" });
    await expect(malformed).rejects.toThrow(Object.keys(items).at(-1));
  });

  it.each(["*", KEY.guardrail, formatKey(KEY)])("a pause on %s stops the key", async (scope) => {
    const controls = await read({ "pause#1": { ...PAUSE, scope } });
    expect(pauseOn(controls, KEY, NOW)?.scope).toBe(scope);
  });

  it.each(["to", "other-guardrail", formatKey({ ...KEY, resource: "prod" }), "toy/*"])(
    "a pause on %s does not stop the key",
    async (scope) => {
      expect(pauseOn(await read({ "pause#1": { ...PAUSE, scope } }), KEY, NOW)).toBeUndefined();
    },
  );

  it("a pause ends at its time, to the millisecond", async () => {
    const controls = await read({ "pause#1": PAUSE });
    expect(pauseOn(controls, KEY, Date.parse(LATER) - 1)).toBeDefined();
    expect(pauseOn(controls, KEY, Date.parse(LATER))).toBeUndefined();
  });

  it("an ended pause does not hide another one", async () => {
    const ended = { ...PAUSE, until: "2026-11-22T00:00:00Z" };
    const controls = await read({ "pause#1": ended, "pause#2": { ...PAUSE, by: "second" } });
    expect(pauseOn(controls, KEY, NOW)?.by).toBe("second");
  });

  it.each(["100000000002", RESOURCE])("a hold on %s covers the subject", async (on) => {
    expect(holdOn(await read({ "hold#1": { ...HOLD, on } }), subject, NOW)?.on).toBe(on);
  });

  it.each(["100000000003", "dev", `${RESOURCE}/x`])("a hold on %s does not", async (on) => {
    expect(holdOn(await read({ "hold#1": { ...HOLD, on } }), subject, NOW)).toBeUndefined();
  });

  it("a hold on any account covers what any account may be in, and one on something else does not", async () => {
    const anywhere = { ...subject, accounts: [], accountsUnknown: true } as const;
    const other = await read({ "hold#1": { ...HOLD, on: "100000000003" } });
    expect(holdOn(other, anywhere, NOW)?.on).toBe("100000000003");
    const elsewhere = await read({ "hold#1": { ...HOLD, on: `${RESOURCE}/x` } });
    expect(holdOn(elsewhere, anywhere, NOW)).toBeUndefined();
  });

  it("a hold without an end stays, one with an end is over at it", async () => {
    const forever = await read({ "hold#1": HOLD });
    expect(holdOn(forever, subject, NOW + 1e12)).toBeDefined();
    const timed = await read({ "hold#1": { ...HOLD, until: LATER } });
    expect(holdOn(timed, subject, Date.parse(LATER) - 1)).toBeDefined();
    expect(holdOn(timed, subject, Date.parse(LATER))).toBeUndefined();
  });
});
