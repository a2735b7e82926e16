import { readdirSync } from "node:fs";
import { guardrails } from "@holdfast/guardrails";
import { expect, it } from "vitest";
import { scenarios } from "./scenarios.ts";

it("has scenarios for guardrails that exist, and for no others", () => {
  expect(Object.keys(scenarios).sort()).toEqual(guardrails.map(({ id }) => id).sort());
});

it("has a file of tests for every domain", () => {
  const files = readdirSync(import.meta.dirname);
  for (const { domain } of guardrails) expect(files).toContain(`${domain}.test.ts`);
});
