/** What a scan was asked for: by its queue, or by whoever invokes the function. */
import { parseTrailEvent } from "@holdfast/aws";
import { arrivals, HoldfastError, messageOf } from "@holdfast/core";
import type { ScanScope } from "@holdfast/core/scan";
import type { ScanMessage } from "@holdfast/core/scan/slices";
import type { SQSEvent } from "aws-lambda";

const MODES = ["off", "alert", "restrict", "revert"] as const;

/** A scan that is asked for now, or accounts that have joined and are to be scanned later. */
export type ScanRequest =
  | ScanMessage
  | { readonly holdfast: "arrived"; readonly accounts: readonly string[] };

/** What a batch asks for, or the one thing that an invocation amounts to. Throws a `HoldfastError`. */
export function scanRequests(
  event: unknown,
  guardrails: readonly string[],
): readonly ScanRequest[] {
  if (!isBatch(event)) return [{ holdfast: "scan", scope: scopeOf(event, guardrails) }];
  return event.Records.map(({ body }) => requestIn(body, guardrails));
}

/** Whether the function was fed by its queue. */
export function isBatch(event: unknown): event is SQSEvent {
  return isObject(event) && Array.isArray(event.Records);
}

function requestIn(body: string, guardrails: readonly string[]): ScanRequest {
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch (error) {
    throw refused(`the message is not JSON: ${messageOf(error)}`);
  }
  if (!isObject(message)) throw refused("it is no message of a scan");
  if ("detail-type" in message) {
    const record = parseTrailEvent(message);
    return { holdfast: "arrived", accounts: "skipped" in record ? [] : arrivals(record) };
  }
  if (message.holdfast !== "scan") throw refused("it is no message of a scan");
  const { id, scope = {}, since } = message;
  if (since !== undefined && typeof since !== "number") throw refused("its time is not a number");
  if (id !== undefined && typeof id !== "string") throw refused("its id is not text");
  return {
    holdfast: "scan",
    ...(id !== undefined && { id }),
    ...(since !== undefined && { since }),
    scope: scopeOf(scope, guardrails),
  };
}

/** Refuses what it does not know: a misspelt member would otherwise scan everything. */
function scopeOf(value: unknown, guardrails: readonly string[]): ScanScope {
  if (!isObject(value)) throw refused("it is not an object");
  const { guardrails: ids, accounts, regions, mode, ...others } = value;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw refused(`${JSON.stringify(unknown)} is unknown`);
  return {
    ...listed("guardrails", ids, (id) => guardrails.includes(id)),
    ...listed("accounts", accounts, (id) => /^\d{12}$/.test(id)),
    ...listed("regions", regions, (region) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(region)),
    ...modeOf(mode),
  };
}

function listed(name: string, value: unknown, isOne: (text: string) => boolean) {
  if (value === undefined) return {};
  const texts = Array.isArray(value) ? value : [];
  const wrong = texts.find((text) => typeof text !== "string" || !isOne(text));
  if (texts.length === 0 || wrong !== undefined) {
    throw refused(`${name} is not a list of ${name}: ${JSON.stringify(wrong ?? value)}`);
  }
  return { [name]: texts };
}

function modeOf(value: unknown): Pick<ScanScope, "mode"> {
  if (value === undefined) return {};
  const mode = MODES.find((one) => one === value);
  if (mode === undefined) throw refused(`mode is none of ${MODES.join(", ")}`);
  return { mode };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refused(why: string): HoldfastError {
  return new HoldfastError("SCAN_REFUSED", `This scan can't be asked for: ${why}`, {
    source: "user",
    hint: "All members are optional: guardrails, accounts and regions are lists; mode is how far to go at most.",
  });
}
