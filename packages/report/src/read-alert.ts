/** The machine form of an alert, read back by whoever shows it. */
import type { AlertJson } from "./alert-json.ts";
import { hasTexts, isListOf, isText, parsedJson } from "./guards.ts";
import { OUTCOME_LABEL } from "./summary.ts";

/**
 * The alert in a message's text; undefined if it is none of version 1. Checks every member that is
 * shown, so that a renderer need not: what is half an alert is shown as text.
 */
export function readAlert(text: string): AlertJson | undefined {
  const value = parsedJson(text);
  return isAlert(value) ? value : undefined;
}

function isAlert(value: unknown): value is AlertJson {
  return (
    hasTexts(value, TEXTS, ["happened"]) &&
    value.version === 1 &&
    typeof value.outcome === "string" &&
    Object.hasOwn(OUTCOME_LABEL, value.outcome) &&
    hasTexts(value.guardrail, ["id", "title", "why", "docs", "runbook"]) &&
    hasTexts(value.subject, ["name"], ["unit"]) &&
    isListOf(value.subject.accounts, isText) &&
    isListOf(value.notes, isText) &&
    (value.impact === undefined || isImpact(value.impact)) &&
    isListOf(value.differences, isDifference) &&
    isListOf(value.actions, isAction) &&
    isListOf(value.causes, isCause)
  );
}

const TEXTS = [
  "summary",
  "key",
  "incident",
  "severity",
  "mode",
  "baselineHash",
  "firstSeenAt",
  "updatedAt",
];

function isImpact(value: unknown): boolean {
  return (
    hasTexts(value, []) && isListOf(value.sentences, isText) && typeof value.accounts === "number"
  );
}

function isDifference(value: unknown): boolean {
  return (
    hasTexts(value, ["path", "message", "kind"]) &&
    ["missing", "unexpected", "changed"].includes(String(value.kind)) &&
    "expected" in value &&
    "actual" in value
  );
}

function isAction(value: unknown): boolean {
  return (
    hasTexts(value, ["action", "reason", "effect", "result", "at"], ["detail"]) &&
    ["done", "failed", "withheld"].includes(String(value.result))
  );
}

function isCause(value: unknown): boolean {
  return (
    hasTexts(value, ["eventId", "eventName", "eventSource", "at"], ["what"]) &&
    hasTexts(value.actor, ["type", "name"], ["role", "account", "sourceIp", "invokedBy"])
  );
}
