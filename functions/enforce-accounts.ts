/** Lambda: keeps what is in the accounts themselves at the baseline. */
import { systemClock } from "@holdfast/aws";
import { guardrails } from "@holdfast/guardrails/accounts";
import { baseline } from "./deployed-baseline.ts";
import { createHandler } from "./handler.ts";
import { settingsFrom } from "./settings.ts";

export const handler = createHandler({
  domain: "accounts",
  guardrails,
  tripwires: [],
  baseline,
  settings: settingsFrom(process.env),
  clock: systemClock,
  random: Math.random,
});
