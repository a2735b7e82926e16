/**
 * One suite for every tripwire. Whoever adds one says in `tripwires/` what trips it and what looks
 * alike, and this says whether it keeps what the engine relies on and people may expect.
 */
import type { Tripwire } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { testTripwireDeclaration } from "./tripwires/declaration.ts";
import { testRecorded } from "./tripwires/recorded.ts";
import type { TripwireScenarios } from "./tripwires/scenarios.ts";
import { testTelling } from "./tripwires/telling.ts";
import { testTripwireTrouble } from "./tripwires/trouble.ts";

/** Registers the tests of one tripwire; without scenarios a single one that fails. */
export function testTripwire(tripwire: Tripwire, scenarios: TripwireScenarios | undefined): void {
  if (scenarios === undefined) {
    it("has scenarios", () => {
      expect.fail(`tests/conformance/tripwires does not say what trips ${tripwire.id}`);
    });
    return;
  }
  describe("its declaration", () => testTripwireDeclaration(tripwire));
  describe("what it tells", () => testTelling(tripwire, scenarios));
  describe("when things go wrong", () => testTripwireTrouble(tripwire, scenarios));
  testRecorded(tripwire, scenarios);
}
