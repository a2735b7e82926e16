import { tripwires } from "@holdfast/guardrails";
import { describe, expect, it } from "vitest";
import { testTripwire } from "./test-tripwire.ts";
import { accessScenarios } from "./tripwires/access.ts";
import { changeScenarios } from "./tripwires/changes.ts";
import { identityScenarios } from "./tripwires/identity.ts";
import { rootScenarios } from "./tripwires/root.ts";
import type { TripwireScenarios } from "./tripwires/scenarios.ts";

/** By tripwire id; the suite fails for one that is not here. */
const scenarios: Readonly<Record<string, TripwireScenarios>> = {
  ...rootScenarios,
  ...accessScenarios,
  ...changeScenarios,
  ...identityScenarios,
};

describe.each(tripwires.map((tripwire) => [tripwire.id, tripwire] as const))("%s", (id, tripwire) =>
  testTripwire(tripwire, scenarios[id]),
);

it("has scenarios for tripwires that exist, and for no others", () => {
  expect(Object.keys(scenarios).sort()).toEqual(tripwires.map(({ id }) => id).sort());
});
