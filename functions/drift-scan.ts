/** Lambda: reads the whole organization, on a schedule and on demand, whatever events came or did not. */
import { readFileSync } from "node:fs";
import { systemClock } from "@holdfast/aws";
import { readCompiledBaseline } from "@holdfast/core";
import { guardrails } from "@holdfast/guardrails";
import { createScanHandler } from "./scan-handler.ts";
import { scanSettingsFrom } from "./settings.ts";

export const handler = createScanHandler({
  guardrails,
  // `holdfast build` puts the compiled baseline beside the bundle: no store to tamper with.
  baseline: readCompiledBaseline(readFileSync(new URL("baseline.json", import.meta.url), "utf8")),
  settings: scanSettingsFrom(process.env),
  clock: systemClock,
  random: Math.random,
});
