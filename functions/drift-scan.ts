/** Lambda: reads the whole organization, on a schedule and on demand, whatever events came or did not. */
import { systemClock } from "@holdfast/aws";
import { guardrails } from "@holdfast/guardrails";
import { baseline } from "./deployed-baseline.ts";
import { createScanHandler } from "./scan-handler.ts";
import { scanSettingsFrom } from "./settings.ts";

export const handler = createScanHandler({
  guardrails,
  baseline,
  settings: scanSettingsFrom(process.env),
  clock: systemClock,
  random: Math.random,
});
