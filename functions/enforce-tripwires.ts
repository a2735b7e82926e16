/** Lambda: tells people what must not pass unseen. It can write nothing but findings and alerts. */
import { systemClock } from "@holdfast/aws";
import { tripwires } from "@holdfast/guardrails/tripwires";
import { baseline } from "./deployed-baseline.ts";
import { createHandler } from "./handler.ts";
import { settingsFrom } from "./settings.ts";

export const handler = createHandler({
  domain: "tripwires",
  guardrails: [],
  tripwires,
  baseline,
  settings: settingsFrom(process.env),
  clock: systemClock,
  random: Math.random,
});
