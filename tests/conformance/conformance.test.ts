import { guardrails } from "@holdfast/guardrails";
import { describe, expect, it } from "vitest";
import { scenarios } from "./scenarios.ts";
import { testGuardrail } from "./test-guardrail.ts";

describe.each(guardrails.map((guardrail) => [guardrail.id, guardrail] as const))(
  "%s",
  (id, guardrail) => testGuardrail(guardrail, scenarios[id]),
);

it("has scenarios for guardrails that exist, and for no others", () => {
  expect(Object.keys(scenarios).sort()).toEqual(guardrails.map(({ id }) => id).sort());
});
