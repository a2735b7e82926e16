/** One incident, one finding, one alert: whatever the order and however often events come. */
import { type Json, linkTo, runbookOf, type Severity, type Tripwire } from "@holdfast/core";
import type { Lab } from "@holdfast/lab";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { eventOf } from "../../support/events.ts";
import { baseline } from "../../support/securecart.ts";
import { onGround, recordsOf, times } from "./ground.ts";
import type { TripwireScenarios } from "./scenarios.ts";

const SEVERITIES: readonly Severity[] = ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"];

/** One delivery: which event, by a number that is taken modulo their count, and how long after the last. */
const deliveries = fc.array(
  fc.record({ event: fc.nat(1000), wait: fc.constantFrom(0, 10, 2_500, 60_000) }),
  { maxLength: 20 },
);

export function testTelling(tripwire: Tripwire, { trips, passes, subject }: TripwireScenarios) {
  it.each(trips)("$title: $severity", ({ happen, severity, says }) =>
    onGround(tripwire, async ({ lab, pass, findings, alerts }) => {
      for (const _ of times(tripwire)) happen(lab);
      const records = [...lab.records()];
      await pass();
      expect(findings()).toMatchObject([
        {
          RecordState: "ACTIVE",
          Severity: { Label: severity },
          Types: [`TTPs/${tripwire.tactic}`],
        },
      ]);
      expect(alerts()).toMatchObject([{ outcome: "TRIPPED", severity }]);
      const [{ summary, text, subject: mailSubject, key } = raise()] = alerts();
      expect(summary.startsWith(says), `${summary} begins with ${says}`).toBe(true);
      expect(mailSubject).toBe(`[Holdfast] Tripwire: ${tripwire.id} on ${subject}`);
      // Who, when, in which account and Region, and what to do.
      const [, account = "", region = ""] = key.split("/");
      for (const said of [
        String(records[0]?.sourceIPAddress),
        // As mails write times: 2026-11-23 09:00:00 UTC.
        String(records[0]?.eventTime).replace("T", " ").replace("Z", " UTC"),
        `(account ${account}), ${region}`,
        `What to do ${linkTo(baseline, runbookOf(tripwire.id))}`,
      ]) {
        expect(text).toContain(said);
      }
      // Of several at the same time any may be the newest.
      expect(records.some(({ eventID }) => text.includes(`id ${eventID}`))).toBe(true);
    }),
  );

  it.each(passes)("nothing when $title", ({ happen }) =>
    onGround(tripwire, async ({ lab, pass, findings, alerts }) => {
      for (const _ of times(tripwire)) happen(lab);
      await pass();
      expect([findings(), alerts()]).toEqual([[], []]);
    }),
  );

  it(
    "once, in any order and however often: each event counted once, and again only if it gets worse",
    () =>
      fc.assert(
        fc.asyncProperty(deliveries, async (chosen) => {
          await onGround(tripwire, async ({ lab, pass, findings, alerts }) => {
            const all = recordsOf(lab, (on) => {
              for (const _ of times(tripwire)) for (const { happen } of trips) happen(on);
            }).map((record) => eventOf(record));
            for (const { event, wait } of chosen) await deliver(lab, all[event % all.length], wait);
            for (const event of all) await deliver(lab, event, 0);
            await pass();
            expect(findings()).toHaveLength(1);
            const [{ ProductFields = {}, Severity: said } = raise()] = findings() as never as {
              ProductFields: Record<string, string>;
              Severity: { Label: Severity };
            }[];
            expect(ProductFields["holdfast/EventCount"]).toBe(String(all.length));
            expect(said.Label).toBe(worst(trips.map(({ severity }) => severity)));
            const told = alerts().map(({ severity }) => SEVERITIES.indexOf(severity as Severity));
            expect(told).toEqual([...new Set(told)].toSorted((a, b) => a - b));
            expect(told.length).toBeGreaterThan(0);
          });
        }),
        { numRuns: 8 },
      ),
    180_000,
  );

  it("nothing in mode off", () =>
    onGround(
      tripwire,
      async ({ lab, pass, findings, alerts }) => {
        for (const _ of times(tripwire)) trips[0].happen(lab);
        await pass();
        expect([findings(), alerts()]).toEqual([[], []]);
      },
      withMode(tripwire, "off"),
    ));

  it("a LOW finding that says EXEMPT, with the reason, under an exemption", () =>
    onGround(
      tripwire,
      async ({ lab, pass, findings, alerts }) => {
        for (const _ of times(tripwire)) trips[0].happen(lab);
        await pass();
        expect(findings()).toMatchObject([
          {
            Severity: { Label: "LOW" },
            ProductFields: {
              "holdfast/Outcome": "EXEMPT",
              "holdfast/Note1": "exempt until 2026-12-31: planned work",
            },
          },
        ]);
        expect(alerts()).toMatchObject([{ outcome: "EXEMPT", severity: "LOW" }]);
      },
      {
        ...baseline,
        exemptions: [
          {
            guardrail: tripwire.id,
            key: subject,
            reason: "planned work",
            owner: "platform-team",
            expiresOn: "2026-12-31",
          },
        ],
      },
    ));
}

function withMode({ id }: Tripwire, mode: "off") {
  const { modes } = baseline;
  return { ...baseline, modes: { ...modes, guardrails: { ...modes.guardrails, [id]: mode } } };
}

async function deliver(lab: Lab, event: Json | undefined, wait: number): Promise<void> {
  if (event !== undefined) lab.put("default", event);
  await lab.clock.drain(lab.clock.now() + wait);
}

function worst(severities: readonly Severity[]): Severity | undefined {
  return SEVERITIES.findLast((one) => severities.includes(one));
}

function raise(): never {
  throw new Error("nothing was told");
}
