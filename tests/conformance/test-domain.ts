/** What every guardrail of a domain must hold. A file per domain: they take minutes, and files run beside each other. */
import type { Domain } from "@holdfast/core";
import { guardrails } from "@holdfast/guardrails";
import { describe } from "vitest";
import { scenarios } from "./scenarios.ts";
import { testGuardrail } from "./test-guardrail.ts";

export function testDomain(domain: Domain): void {
  const own = guardrails.filter((guardrail) => guardrail.domain === domain);
  describe.each(own.map((guardrail) => [guardrail.id, guardrail] as const))("%s", (id, guardrail) =>
    testGuardrail(guardrail, scenarios[id]),
  );
}
