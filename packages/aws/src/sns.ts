/** Alerts to an SNS topic: text for people, JSON for queues and functions. */
import type { Alert } from "@holdfast/core";
import { alertJson, alertSubject, alertText } from "@holdfast/report";
import { type CallOptions, createCall } from "./call.ts";

export interface SnsOptions extends CallOptions {
  /** ARN of the topic. */
  readonly topic: string;
}

/** Publishes one alert. Throws an `AwsError` if SNS did not take it. */
export function createSns(options: SnsOptions): (alert: Alert) => Promise<void> {
  const call = createCall(options);
  return async (alert) => {
    await call("sns:Publish", {
      TopicArn: options.topic,
      Subject: asSubject(alertSubject(alert)),
      MessageStructure: "json",
      Message: asMessage(alertText(alert), JSON.stringify(alertJson(alert))),
    });
  };
}

/**
 * SNS refuses a subject that is not 1 to 100 characters of printable ASCII starting with no space.
 * Names in it can be chosen by an attacker, and an alert must not be lost to one odd letter.
 */
export function asSubject(text: string): string {
  const plain = text.replace(/[^\x20-\x7e]/gu, "?").trim();
  if (plain === "") return "Holdfast alert";
  return plain.length <= 100 ? plain : `${plain.slice(0, 97)}...`;
}

/** SNS takes 256 KiB; subject and attributes are outside of it. */
const maxBytes = 262_144;

/** One message per protocol; `default` goes to e-mail and to all that are not named. */
export function asMessage(text: string, json: string): string {
  const both = JSON.stringify({ default: text, lambda: json, sqs: json });
  if (Buffer.byteLength(both) <= maxBytes) return both;
  // Told in short is better than not told. JSON takes at most six bytes for a code unit.
  const short = text.slice(0, Math.floor(maxBytes / 6) - 100);
  return JSON.stringify({ default: `${short}\n(shortened: the alert exceeds the limit of SNS)` });
}
