/** The environment that the deployment description gives a function. */
import { HoldfastError } from "@holdfast/core";
import type { Settings } from "./enforcer.ts";

/** Throws a `HoldfastError` that names the variable that is missing. */
export function settingsFrom(env: Readonly<Record<string, string | undefined>>): Settings {
  return {
    stage: required(env, "HOLDFAST_STAGE"),
    table: required(env, "HOLDFAST_TABLE"),
    topicArn: required(env, "HOLDFAST_TOPIC_ARN"),
    queueUrl: required(env, "HOLDFAST_QUEUE_URL"),
  };
}

function required(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new HoldfastError("SETTING_MISSING", `${name} is not set`, {
    source: "user",
    hint: "Deploy with the description that `holdfast build` wrote; it sets all variables.",
  });
}
