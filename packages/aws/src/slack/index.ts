/**
 * What telling Slack takes, and no more: a bundler keeps the clients of every service that a module
 * can reach, and this one reaches two.
 */
export { createCall } from "../call.ts";
export { type ClientOptions, createClientsOf } from "../clients-of.ts";
export { systemClock } from "../clock.ts";
export { createSecret } from "../secret.ts";
export { createTable } from "../table.ts";
export { createSlackChat, type SlackOptions } from "./chat.ts";
export { slackServices } from "./services.ts";
