/** Lambda: keeps who may be what in which account at the baseline. */
import { systemClock } from "@holdfast/aws";
import { guardrails } from "@holdfast/guardrails/identity-center";
import { baseline } from "./deployed-baseline.ts";
import { createHandler } from "./handler.ts";
import { settingsFrom } from "./settings.ts";

export const handler = createHandler({
  domain: "identity-center",
  guardrails,
  tripwires: [],
  baseline,
  settings: settingsFrom(process.env),
  clock: systemClock,
  random: Math.random,
});
