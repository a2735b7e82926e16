/** Lambda: tells a Slack channel what arrives on the alert topic. */
import { systemClock } from "@holdfast/aws/slack";
import { baseline } from "./deployed-baseline.ts";
import { createNotifyHandler } from "./notify.ts";
import { slackSettingsFrom } from "./settings.ts";

export const handler = createNotifyHandler({
  // For the names of accounts.
  baseline,
  settings: slackSettingsFrom(process.env),
  clock: systemClock,
  random: Math.random,
});
