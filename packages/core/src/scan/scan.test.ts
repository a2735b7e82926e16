import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Guardrail } from "../guardrail.ts";
import { formatKey } from "../key.ts";
import { createIncidents, openIncident } from "../reconcile/incident.ts";
import { ALL_AT_ONCE } from "../survey.ts";
import { memoryTable } from "../testing/memory.ts";
import { cause } from "../testing/toy.ts";
import { reportOf } from "./report.ts";
import { PARTS, type Rotations } from "./rotation.ts";
import { denied, keyOf, listing, revert, scanOf, sharing, throttled } from "./scan.fixture.ts";

describe("a scan", () => {
  it("keeps what is not in sync, and counts the rest", async () => {
    const { complete, entries, sections, summary } = await scanOf({
      pages: [
        ["a:ok", "b:bad"],
        ["c:ok", "d:busy", "e:dark"],
      ],
    });
    expect(complete).toBe(true);
    expect(sections).toMatchObject([{ state: "READ", keys: 5, inSync: 2 }]);
    expect(entries.map(({ subject, status }) => [subject.name, status])).toEqual([
      ["b", "DRIFTED"],
      ["d", "PENDING"],
      ["e", "UNKNOWN"],
    ]);
    expect(summary).toMatchObject({
      inSync: 2,
      drifted: 1,
      pending: 1,
      unknown: 1,
      wouldRevert: 1,
    });
    expect(summary.bySeverity).toEqual({ HIGH: 1 });
  });

  it("never takes a refused read for clean", async () => {
    const { complete, sections, summary } = await scanOf({
      pages: [["a:ok"]],
      failing: { 0: denied },
    });
    expect(complete).toBe(false);
    expect(sections).toMatchObject([{ state: "NOT_CHECKED", reason: { code: "DENIED" }, keys: 0 }]);
    expect(summary).toMatchObject({ inSync: 0, unread: 1 });
  });

  it("keeps what it saw before a read failed, and says that it is not all", async () => {
    const { complete, entries, sections } = await scanOf({
      pages: [["a:bad", "b:ok"], ["c:bad"]],
      failing: { 1: throttled },
    });
    expect(complete).toBe(false);
    expect(sections).toMatchObject([{ state: "PARTIAL", reason: { code: "THROTTLED" }, keys: 2 }]);
    expect(entries.map(({ subject }) => subject.name)).toEqual(["a"]);
  });

  it("tells a defect of a guardrail as what was not checked, not as clean", async () => {
    const { sections } = await scanOf({ pages: [["a:ok"]], failing: { 0: new TypeError("oops") } });
    expect(sections).toMatchObject([{ state: "NOT_CHECKED", reason: { code: "FAILED" } }]);
  });

  it("says of every step whether it would run, and what holds it back", async () => {
    const alert = revert({ modes: { default: "alert", guardrails: {}, units: {} } });
    const steps = async (baseline = revert()) =>
      (await scanOf({ pages: [["a:bad"]] }, { baseline })).entries.flatMap((one) => one.steps);
    expect(await steps()).toMatchObject([{ runs: true, removes: true }]);
    expect(await steps(alert)).toMatchObject([
      { runs: false, withheld: "mode alert: nothing is written" },
    ]);
  });

  it("adds removals up over all keys: what is beyond the hour's cap would not run", async () => {
    const pages = [Array.from({ length: 5 }, (_, index) => `k${index}:bad`)];
    const baseline = revert({ limits: { removalsPerHour: 3 } });
    const { entries, summary } = await scanOf({ pages }, { baseline });
    const runs = entries.flatMap(({ steps }) => steps.map((step) => step.runs));
    expect(runs).toEqual([true, true, true, false, false]);
    expect(entries.at(-1)?.steps[0]?.withheld).toContain("cap: listing removes 3 things an hour");
    expect(summary).toMatchObject({ drifted: 5, wouldRevert: 3 });
  });

  it("does not cap what an event explains: its incident says so", async () => {
    const table = memoryTable();
    const baseline = revert({ limits: { removalsPerHour: 0 } });
    const key = formatKey(keyOf("listing", "a"));
    const incident = { ...openIncident(key, "2026-11-23T00:00:00Z", null), causes: [cause("e-1")] };
    await createIncidents(table).save(incident, 0);
    const { entries } = await scanOf({ pages: [["a:bad", "b:bad"]] }, { baseline, table });
    expect(entries.map(({ steps }) => steps[0]?.runs)).toEqual([true, false]);
    expect(entries[0]).toMatchObject({ incident: incident.id, causes: [{ eventId: "e-1" }] });
  });

  it("tells of a part that could not be read, and is not complete without it", async () => {
    const guardrail = sharing("listing", 10);
    const { sections, complete, summary } = await scanOf(
      { pages: [["a:ok", "far:ok", "b:bad"]] },
      { guardrail },
    );
    expect(sections).toMatchObject([
      { state: "READ", keys: 2 },
      { state: "NOT_CHECKED", region: "eu-west-1", keys: 0, reason: { code: "DENIED" } },
    ]);
    expect(complete).toBe(false);
    expect(summary).toMatchObject({ unread: 1, drifted: 1, inSync: 1 });
  });

  it("says of what takes turns how much it has asked for, and since when all of it has been", async () => {
    const items = Array.from({ length: 400 }, (_, index) => `k${index}:ok`);
    const guardrail = sharing("listing", 100);
    const covering = async (rotations?: Readonly<Record<string, Rotations>>) => {
      const given = { guardrail, ...(rotations && { rotations }) };
      const { sections } = await scanOf({ pages: [items] }, given);
      return sections[0];
    };
    expect(await covering({})).toMatchObject({ coverage: [{ what: "every item", of: 400 }] });
    expect((await covering({}))?.coverage?.[0]?.done).toBeLessThanOrEqual(100);
    const long = new Array<number>(PARTS).fill(Date.UTC(2026, 10, 20));
    expect(await covering({ listing: { items: long } })).toMatchObject({
      coverage: [{ since: "2026-11-20T00:00:00.000Z" }],
    });
    // Nobody but this scan would ask for the rest.
    expect(await covering()).toMatchObject({ keys: 400, coverage: [{ done: 400, of: 400 }] });
  });

  it("says nothing of turns where it was not read to its end", async () => {
    const broken: Guardrail = {
      ...listing("listing"),
      async *survey(_baseline, _aws, context = ALL_AT_ONCE) {
        context.turn({ name: "items", what: "every item", ids: ["a"], atMost: 1 });
        yield* [];
        throw denied;
      },
    };
    const { sections } = await scanOf({ pages: [] }, { guardrail: broken });
    expect(sections[0]).toMatchObject({ state: "NOT_CHECKED" });
    expect(sections[0]?.coverage).toBeUndefined();
  });

  it("goes on without the table, and says so", async () => {
    const table = memoryTable();
    table.fail = new Error("down");
    const { entries, notes } = await scanOf({ pages: [["a:bad"]] }, { table });
    expect(entries).toHaveLength(1);
    expect(notes.join()).toContain("The incident table can't be read: down");
  });

  it("shows a key that is exempt, with the exemption, apart from drift", async () => {
    const exemption = {
      guardrail: "listing",
      key: "a",
      reason: "migration",
      owner: "team",
      expiresOn: "2099-12-31",
    };
    const baseline = revert({ exemptions: [exemption] });
    const { entries, exemptions, summary } = await scanOf({ pages: [["a:bad"]] }, { baseline });
    expect(entries).toMatchObject([{ status: "EXEMPT", exemption: { expired: false } }]);
    expect(exemptions).toEqual([{ ...exemption, expired: false }]);
    expect(summary).toMatchObject({ drifted: 0, exempt: 1 });
  });

  it("shows what is tolerated for a while with its end, apart from drift", async () => {
    const table = memoryTable();
    const key = formatKey(keyOf("listing", "a"));
    const since = Date.UTC(2026, 10, 22, 23, 30);
    const grants = { state: { since, before: [], window: 86_400_000 } };
    const incident = { ...openIncident(key, "2026-11-22T23:30:00Z", null), grants };
    await createIncidents(table).save(incident, 0);
    const { entries, summary } = await scanOf({ pages: [["a:boxed", "b:boxed"]] }, { table });
    const message = (end: string) => `bad: it may stay until 2026-11-23T${end}:00.000Z (on call)`;
    const tolerated = { status: "EXEMPT", severity: "INFORMATIONAL", steps: [{ runs: false }] };
    expect(entries).toMatchObject([
      { ...tolerated, differences: [{ message: message("00:30") }] },
      { ...tolerated, differences: [{ message: message("01:00") }] },
    ]);
    expect(summary).toMatchObject({ drifted: 0, exempt: 2 });
  });

  it("asks nothing of a unit where the guardrail is off", async () => {
    const off = revert({ modes: { default: "off", guardrails: {}, units: {} } });
    const { sections, entries } = await scanOf({ pages: [["a:bad"]] }, { baseline: off });
    expect(sections).toMatchObject([{ state: "READ", keys: 0 }]);
    expect(entries).toEqual([]);
  });

  it("reports drift under the scan's own mode off, and would do nothing", async () => {
    const scope = { mode: "off" } as const;
    const { entries } = await scanOf({ pages: [["a:bad", "b:ok"]] }, { scope });
    expect(entries).toMatchObject([{ status: "DRIFTED", mode: "off", steps: [{ runs: false }] }]);
  });

  it("counts only what lies in its scope", async () => {
    const pages = [["100000000007:bad", "100000000008:bad", "100000000009:ok"]];
    const { entries, sections, scope } = await scanOf(
      { pages },
      { scope: { accounts: ["100000000008", "100000000009"] } },
    );
    expect(entries.map(({ subject }) => subject.name)).toEqual(["100000000008"]);
    expect(sections).toMatchObject([{ keys: 2, inSync: 1 }]);
    expect(scope).toEqual({ accounts: ["100000000008", "100000000009"] });
    const elsewhere = await scanOf({ pages }, { scope: { regions: ["eu-west-1"] } });
    expect(elsewhere.sections).toMatchObject([{ keys: 0 }]);
  });

  it("accounts for every key it has seen, whatever there is and wherever it stops", async () => {
    const item = fc.tuple(fc.nat({ max: 99 }), fc.constantFrom("ok", "bad", "busy", "dark"));
    const pages = fc.array(fc.uniqueArray(item, { selector: ([id]) => id, maxLength: 5 }), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(pages, fc.nat({ max: 8 }), async (given, stop) => {
        const texts = given.map((page, index) => page.map(([id, s]) => `${index}-${id}:${s}`));
        const { sections, entries, summary, complete } = await scanOf({
          pages: texts,
          failing: { [stop]: throttled },
        });
        const seen = texts.slice(0, stop).flat();
        expect(sections[0]?.keys).toBe(seen.length);
        expect(summary.inSync + entries.length).toBe(seen.length);
        expect(summary.inSync).toBe(seen.filter((one) => one.endsWith(":ok")).length);
        expect(complete).toBe(stop >= texts.length);
      }),
    );
  });
});

describe("the order of a report", () => {
  it("does not depend on the order in which things were found", async () => {
    const ids = ["c", "a", "b"];
    const order = async (names: readonly string[]) =>
      (await scanOf({ pages: [names.map((name) => `${name}:bad`)] })).entries.map(({ key }) => key);
    expect(await order(ids)).toEqual(await order(ids.toReversed()));
  });

  it("is by expiry for exemptions", () => {
    const exemption = (key: string, expiresOn: string) => ({
      ...{ guardrail: "g", key, reason: "r", owner: "o", expiresOn },
    });
    const report = reportOf({
      ...{ kind: "scan", id: "scan-1", startedAt: "2026-06-01T00:00:00Z" },
      finishedAt: "2026-06-01T00:00:00Z",
      baseline: revert({
        exemptions: [exemption("b", "2026-12-31"), exemption("a", "2026-01-31")],
      }),
      caller: { account: "1", arn: "a" },
      stage: { kind: "none" },
      ...{ guardrails: [listing("g")], sections: [], entries: [], notes: [] },
    });
    expect(report.exemptions.map(({ key, expired }) => [key, expired])).toEqual([
      ["a", true],
      ["b", false],
    ]);
  });
});
