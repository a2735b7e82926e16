/** Messages for Slack. Pure, and apart from the rest: only the function that tells Slack loads them. */

export type { AlertJson } from "../alert-json.ts";
export { type AnnouncementJson, readAnnouncement } from "../announcement.ts";
export { readAlert } from "../read-alert.ts";
export { type Place, slackAlert, slackChange } from "./alert.ts";
export type { SlackMessage } from "./blocks.ts";
export { slackDigest } from "./digest.ts";
export { type Alarm, slackAlarm, slackAnnouncement, slackText } from "./other.ts";
