/** Lambda: keeps what is in the accounts themselves at the baseline. */
import { readFileSync } from "node:fs";
import { systemClock } from "@holdfast/aws";
import { readCompiledBaseline } from "@holdfast/core";
import { guardrails } from "@holdfast/guardrails/accounts";
import { createHandler } from "./handler.ts";
import { settingsFrom } from "./settings.ts";

export const handler = createHandler({
  domain: "accounts",
  guardrails,
  tripwires: [],
  // `holdfast build` puts the compiled baseline beside the bundle: no store to tamper with.
  baseline: readCompiledBaseline(readFileSync(new URL("baseline.json", import.meta.url), "utf8")),
  settings: settingsFrom(process.env),
  clock: systemClock,
  random: Math.random,
});
