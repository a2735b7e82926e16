/** The table is down, sinks are down, and strings that an attacker chose. */
import type { Tripwire } from "@holdfast/core";
import type { RecordJson } from "@holdfast/lab";
import { expect, it } from "vitest";
import { eventOf } from "../../support/events.ts";
import { onGround, recordsOf, times } from "./ground.ts";
import type { TripwireScenarios } from "./scenarios.ts";

const FIVE_MINUTES = 300_000;

/** Ends lines, reorders them, forges a field, makes a link, and runs on. */
const EVIL = `x\r\nSeverity   LOW\u202e https://evil.example/ \u0007<b>${"y".repeat(400)}`;

export function testTripwireTrouble(tripwire: Tripwire, { trips }: TripwireScenarios): void {
  it("tells people while the table is down, and says so", () =>
    onGround(tripwire, async ({ lab, pass, alerts }) => {
      lab.trouble.fail("dynamodb", FIVE_MINUTES);
      for (const _ of times(tripwire)) trips[0].happen(lab);
      await pass(4);
      expect(alerts().length).toBeGreaterThan(0);
      expect(alerts()[0]?.notes.join()).toContain("The incident table fails");
      expect(alerts()[0]?.text).toContain("The incident table fails");
    }));

  it("loses nothing while table, Security Hub and SNS are down", () =>
    onGround(tripwire, async ({ lab, pass, findings, alerts }) => {
      for (const service of ["dynamodb", "securityhub", "sns"]) {
        lab.trouble.fail(service, FIVE_MINUTES);
      }
      for (const _ of times(tripwire)) trips[0].happen(lab);
      await pass(4);
      expect(alerts()).toEqual([]);
      await pass(60);
      expect(findings()).toHaveLength(1);
      expect(alerts()).toHaveLength(1);
    }));

  it("shows nothing that an attacker chose as it is", () =>
    onGround(tripwire, async ({ lab, pass, findings, alerts }) => {
      const records = recordsOf(lab, (on) => {
        for (const _ of times(tripwire)) trips[0].happen(on);
      });
      for (const record of records) lab.put("default", eventOf(record, hostile(record)));
      await pass();
      expect(alerts()).toHaveLength(1);
      const [told] = alerts();
      expect(told?.text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
      expect(told?.text.match(/^Severity /gm)).toHaveLength(1);
      expect(`${told?.text}${told?.summary}`).not.toContain("https://evil");
      expect(told?.subject).toMatch(/^[\x20-\x7e]{1,99}$/);
      const { Title, Description, ProductFields } = findings()[0] ?? {};
      for (const text of [Title, Description, ...Object.values(ProductFields ?? {})]) {
        expect(String(text)).not.toMatch(/[\p{Cc}\p{Cf}]|https:\/\/evil/u);
      }
    }));
}

/** A record in which everything is hostile that its caller may choose: names, agent, parameters, messages. */
function hostile(record: RecordJson): RecordJson {
  const identity = record.userIdentity as RecordJson;
  const evil = (value: unknown): string => `${String(value)}${EVIL}`;
  const request = record.requestParameters as RecordJson | null;
  const context = identity.sessionContext as RecordJson | undefined;
  const sessions = identity.type === "AssumedRole";
  return {
    userIdentity: {
      ...identity,
      ...(sessions && { arn: evil(identity.arn), principalId: evil(identity.principalId) }),
      ...(context && { sessionContext: context }),
    },
    userAgent: EVIL,
    sourceIPAddress: EVIL,
    ...(record.errorMessage !== undefined && { errorMessage: evil(record.errorMessage) }),
    requestParameters:
      request &&
      Object.fromEntries(
        Object.entries(request).map(([name, value]) => [
          name,
          typeof value === "string" ? evil(value) : value,
        ]),
      ),
  } as RecordJson;
}
