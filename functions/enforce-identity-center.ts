/** Lambda: keeps who may be what in which account at the baseline. */
import { readFileSync } from "node:fs";
import { systemClock } from "@holdfast/aws";
import { readCompiledBaseline } from "@holdfast/core";
import { guardrails } from "@holdfast/guardrails/identity-center";
import { createHandler } from "./handler.ts";
import { settingsFrom } from "./settings.ts";

export const handler = createHandler({
  domain: "identity-center",
  guardrails,
  tripwires: [],
  // `holdfast build` puts the compiled baseline beside the bundle: no store to tamper with.
  baseline: readCompiledBaseline(readFileSync(new URL("baseline.json", import.meta.url), "utf8")),
  settings: settingsFrom(process.env),
  clock: systemClock,
  random: Math.random,
});
