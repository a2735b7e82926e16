/** The environment that the deployment description gives a function. */
import { type Domain, HoldfastError } from "@holdfast/core";
import type { Settings } from "./enforcer.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Throws a `HoldfastError` that names the variable that is missing. */
export function settingsFrom(env: Env): Settings {
  return {
    stage: required(env, "HOLDFAST_STAGE"),
    table: required(env, "HOLDFAST_TABLE"),
    topicArn: required(env, "HOLDFAST_TOPIC_ARN"),
    queueUrl: required(env, "HOLDFAST_QUEUE_URL"),
  };
}

/** What the drift scan needs beside what it reads. */
export interface ScanSettings extends Settings {
  /** Where its reports go. */
  readonly bucket: string;
  /** Queue of each domain that has guardrails: where what differs is looked at. */
  readonly queueUrls: Readonly<Partial<Record<Domain, string>>>;
}

/** Domain -> end of the variable that holds the URL of its queue. */
const DOMAINS = {
  organization: "ORGANIZATION",
  "identity-center": "IDENTITY_CENTER",
  accounts: "ACCOUNTS",
} as const satisfies Partial<Record<Domain, string>>;

/** Throws a `HoldfastError` that names the variable that is missing. */
export function scanSettingsFrom(env: Env): ScanSettings {
  const urls = Object.entries(DOMAINS).flatMap(([domain, name]) => {
    const url = env[`HOLDFAST_QUEUE_URL_${name}`];
    return url ? [[domain, url]] : [];
  });
  return {
    ...settingsFrom(env),
    bucket: required(env, "HOLDFAST_BUCKET"),
    queueUrls: Object.fromEntries(urls),
  };
}

/** What the function that tells Slack is given. */
export interface SlackSettings {
  readonly stage: string;
  readonly table: string;
  /** Name or ARN of the secret, never its value. */
  readonly secret: string;
  readonly channel: string;
  /** Undefined: Slack's own address. Only the lab sets it. */
  readonly url?: string;
}

/** Throws a `HoldfastError` that names the variable that is missing. */
export function slackSettingsFrom(env: Env): SlackSettings {
  const { HOLDFAST_SLACK_URL: url } = env;
  return {
    stage: required(env, "HOLDFAST_STAGE"),
    table: required(env, "HOLDFAST_TABLE"),
    secret: required(env, "HOLDFAST_SLACK_SECRET"),
    channel: required(env, "HOLDFAST_SLACK_CHANNEL"),
    ...(url && { url }),
  };
}

function required(env: Env, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new HoldfastError("SETTING_MISSING", `${name} is not set`, {
    source: "user",
    hint: "Deploy with the description that `holdfast build` wrote; it sets all variables.",
  });
}
