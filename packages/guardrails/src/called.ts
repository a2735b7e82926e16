/** The event pattern that most guardrails of accounts have. */
import type { EventPattern } from "@holdfast/core";

/** Calls of a service, by their names, as CloudTrail hands them to EventBridge. */
export function called(service: string, eventName: readonly string[]): EventPattern {
  return {
    source: [`aws.${service}`],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: { eventSource: [`${service}.amazonaws.com`], eventName },
  };
}
