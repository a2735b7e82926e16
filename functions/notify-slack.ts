/** Lambda: tells a Slack channel what arrives on the alert topic. */
import { readFileSync } from "node:fs";
import { systemClock } from "@holdfast/aws/slack";
import { readCompiledBaseline } from "@holdfast/core";
import { createNotifyHandler } from "./notify.ts";
import { slackSettingsFrom } from "./settings.ts";

export const handler = createNotifyHandler({
  // For the names of accounts; `holdfast build` puts it beside every bundle.
  baseline: readCompiledBaseline(readFileSync(new URL("baseline.json", import.meta.url), "utf8")),
  settings: slackSettingsFrom(process.env),
  clock: systemClock,
  random: Math.random,
});
