/**
 * Messages that Holdfast sends to itself, read as if a stranger had sent them: whoever may send to the
 * queue can, and one that breaks the handler would take its whole batch along to the dead letters.
 */
import type { Cause, Json, Mode, OwnMessage } from "@holdfast/core";

type Fields = { readonly [key: string]: Json };

const MODES: readonly Mode[] = ["off", "alert", "restrict", "revert"];

/** Throws a `TypeError` on what no part of Holdfast sends. */
export function parseOwnMessage(message: Fields): OwnMessage {
  switch (message.holdfast) {
    case "outbox":
      return { holdfast: "outbox", attempt: attemptOf(message.attempt) };
    case "scan":
      // Read where scans are: `scan-request.ts`.
      return { holdfast: "scan" };
    case "look":
      return {
        holdfast: "look",
        key: textOf("key", message.key),
        ...timeOf("changedAt", message.changedAt),
        ...timeOf("blindSince", message.blindSince),
      };
    case "looks":
      return {
        holdfast: "looks",
        keys: listOf("keys", message.keys).map((key) => textOf("a key", key)),
        causes: listOf("causes", message.causes).map(causeIn),
        ...timeOf("changedAt", message.changedAt),
        ...modeOf(message.most),
      };
    default:
      throw new TypeError(`Holdfast sends no message ${JSON.stringify(message.holdfast)}`);
  }
}

function causeIn(value: Json): Cause {
  if (isCause(value)) return value;
  throw new TypeError("a cause is not one");
}

/** The members that are sorted, joined or shown without a further look at what they are. */
function isCause(value: Json): value is Json & Cause {
  if (!isObject(value) || !isObject(value.actor)) return false;
  const { eventId, eventName, eventSource, at, what = "", actor } = value;
  return (
    areTexts([eventId, eventName, eventSource, at, what]) &&
    areTexts([actor.type, actor.name, ...Object.values(actor)])
  );
}

function attemptOf(value: Json | undefined): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new TypeError("attempt is not a number of attempts");
}

function timeOf<Name extends string>(
  name: Name,
  value: Json | undefined,
): { readonly [N in Name]?: number } {
  if (value === undefined) return {};
  if (typeof value === "number") return { [name]: value } as { [N in Name]: number };
  throw new TypeError(`${name} is not a time`);
}

function modeOf(value: Json | undefined): { readonly most?: Mode } {
  if (value === undefined) return {};
  const most = MODES.find((mode) => mode === value);
  if (most === undefined) throw new TypeError("most is not a mode");
  return { most };
}

function textOf(name: string, value: Json | undefined): string {
  if (typeof value === "string") return value;
  throw new TypeError(`${name} is not text: not a resource key`);
}

function listOf(name: string, value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value;
  throw new TypeError(`${name} is not a list`);
}

function areTexts(values: readonly (Json | undefined)[]): boolean {
  return values.every((value) => typeof value === "string");
}

function isObject(value: Json | undefined): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
