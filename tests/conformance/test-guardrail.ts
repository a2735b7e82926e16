/**
 * One suite for every guardrail. Whoever adds one says in `scenarios.ts` how it drifts, and this
 * says whether it keeps what the engine relies on.
 */
import type { Guardrail } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { testDeclaration } from "./declaration.ts";
import { testDeniedReads } from "./denied-reads.ts";
import { testEvents } from "./events.ts";
import type { Scenarios } from "./scenarios.ts";
import { testState } from "./state.ts";

/** Registers the tests of one guardrail; without scenarios a single one that fails. */
export function testGuardrail(guardrail: Guardrail, scenarios: Scenarios | undefined): void {
  if (scenarios === undefined || scenarios.drifts.length === 0) {
    it("has scenarios", () => {
      expect.fail(`tests/conformance/scenarios.ts does not say how ${guardrail.id} drifts`);
    });
    return;
  }
  describe("its declaration", () => testDeclaration(guardrail, scenarios));
  describe("its reading and planning", () => testState(guardrail, scenarios));
  describe("without a permission to read", () => testDeniedReads(guardrail, scenarios));
  describe("its events", () => testEvents(guardrail, scenarios));
}
