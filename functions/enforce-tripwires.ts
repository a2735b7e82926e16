/** Lambda: tells people what must not pass unseen. It can write nothing but findings and alerts. */
import { readFileSync } from "node:fs";
import { systemClock } from "@holdfast/aws";
import { readCompiledBaseline } from "@holdfast/core";
import { tripwires } from "@holdfast/guardrails/tripwires";
import { createHandler } from "./handler.ts";
import { settingsFrom } from "./settings.ts";

export const handler = createHandler({
  domain: "tripwires",
  guardrails: [],
  tripwires,
  baseline: readCompiledBaseline(readFileSync(new URL("baseline.json", import.meta.url), "utf8")),
  settings: settingsFrom(process.env),
  clock: systemClock,
  random: Math.random,
});
