/** The machine form of an alert, read back by whoever shows it. */
import type { AlertJson } from "./alert-json.ts";
import { OUTCOME_LABEL } from "./summary.ts";

/**
 * The alert in a message's text; undefined if it is none of version 1. Checks every member that is
 * shown, so that a renderer need not: what is half an alert is shown as text.
 */
export function readAlert(text: string): AlertJson | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
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

type Members = Readonly<Record<string, unknown>>;

/** An object whose `required` members are texts, and whose `optional` ones are if they are there. */
function hasTexts(
  value: unknown,
  required: readonly string[],
  optional: readonly string[] = [],
): value is Members {
  if (typeof value !== "object" || value === null) return false;
  const members = new Map(Object.entries(value));
  return (
    required.every((name) => isText(members.get(name))) &&
    optional.every((name) => members.get(name) === undefined || isText(members.get(name)))
  );
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isListOf(value: unknown, check: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(check);
}

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
