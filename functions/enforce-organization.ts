/** Lambda: keeps the organization's own structure and policies at the baseline. */
import { systemClock } from "@holdfast/aws";
import { guardrails } from "@holdfast/guardrails/organization";
import { baseline } from "./deployed-baseline.ts";
import { createHandler } from "./handler.ts";
import { settingsFrom } from "./settings.ts";

export const handler = createHandler({
  domain: "organization",
  guardrails,
  tripwires: [],
  baseline,
  settings: settingsFrom(process.env),
  clock: systemClock,
  random: Math.random,
});
