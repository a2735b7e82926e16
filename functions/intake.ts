/** SQS messages in, requests out: which keys a batch leads to, each once. */
import { parseTrailEvent } from "@holdfast/aws";
import {
  AT_ONCE,
  type Baseline,
  causeOf,
  formatKey,
  type Guardrail,
  higher,
  type Json,
  type LooksMessage,
  type Mode,
  matches,
  messageOf,
  parseKey,
  type Request,
  spread,
  type TrailRecord,
} from "@holdfast/core";
import { patternOf } from "@holdfast/core/deployment";
import { parseOwnMessage } from "./own-message.ts";

/** An event with what was read of it. */
export interface Told {
  readonly event: Json;
  readonly record: TrailRecord;
}

/** What one message asks for; one that is an event is there for the tripwires too. */
export type Asked =
  | { readonly kind: "look"; readonly requests: readonly Request[]; readonly told?: Told }
  | { readonly kind: "outbox"; readonly attempt: number }
  | { readonly kind: "unreadable"; readonly why: string };

/** Reads one message body. Never throws: what can't be read says so and goes to the dead letters. */
export function readMessage(
  body: string,
  guardrails: readonly Guardrail[],
  baseline: Baseline,
): Asked {
  let message: Json;
  try {
    message = JSON.parse(body) as Json;
  } catch {
    return { kind: "unreadable", why: "the body is not JSON" };
  }
  if (isOwn(message)) return readOwn(message);
  const record = parseTrailEvent(message);
  if ("skipped" in record) return { kind: "unreadable", why: record.skipped };
  try {
    const requests = requestsOf(message, record, guardrails, baseline);
    return { kind: "look", requests, told: { event: message, record } };
  } catch (error) {
    // A record shaped as no guardrail expects is one message's trouble, not its batch's.
    return { kind: "unreadable", why: `${record.eventName}: ${messageOf(error)}` };
  }
}

/**
 * The rules have matched already; which guardrail an event is for is matched once more here, since
 * several share a queue, and no failed call gets through even if a rule was tampered with.
 */
export function requestsOf(
  event: Json,
  record: TrailRecord,
  guardrails: readonly Guardrail[],
  baseline: Baseline,
): Request[] {
  const cause = causeOf(record);
  // A time that can't be read is no reason not to look: later than any look, and it survives JSON.
  const at = Date.parse(record.eventTime);
  return guardrails
    .flatMap(({ watches }) => watches)
    .filter((watch) => matches(patternOf(watch), event))
    .flatMap((watch) => watch.keys(record, baseline))
    .map((key) => ({
      key,
      causes: [cause],
      changedAt: Number.isNaN(at) ? Number.MAX_SAFE_INTEGER : at,
    }));
}

/** Requests for the same key become one, with all causes and the newest change. */
export function coalesce(requests: readonly Request[]): Map<string, Request> {
  const merged = new Map<string, Request>();
  for (const request of requests) {
    const id = formatKey(request.key);
    const other = merged.get(id);
    const times = known(other?.changedAt, request.changedAt);
    const blind = known(other?.blindSince, request.blindSince);
    // Whoever asks without a limit gets all that the baseline allows.
    const most = other === undefined ? request.most : higherOf(other.most, request.most);
    merged.set(id, {
      key: request.key,
      causes: [...(other?.causes ?? []), ...request.causes],
      ...(times.length > 0 && { changedAt: Math.max(...times) }),
      ...(most !== undefined && { most }),
      ...(blind.length > 0 && { blindSince: Math.min(...blind) }),
    });
  }
  return merged;
}

function known(...times: readonly (number | undefined)[]): readonly number[] {
  return times.filter((time) => time !== undefined);
}

function higherOf(one: Mode | undefined, other: Mode | undefined): Mode | undefined {
  return one === undefined || other === undefined ? undefined : higher(one, other);
}

/**
 * Splits off what is more than one invocation should do: some events (DisablePolicyType) lead to
 * every target there is, and the calls for a thousand of them outlast any Lambda. The rest comes
 * back as messages of their own, spread over time at about the rate AWS allows.
 */
export function slice(requests: readonly Request[]): {
  readonly now: readonly Request[];
  readonly later: readonly { readonly message: LooksMessage; readonly delay: number }[];
} {
  return { now: requests.slice(0, AT_ONCE), later: spread(requests.slice(AT_ONCE)) };
}

function isOwn(message: Json): message is { readonly [key: string]: Json } {
  return message !== null && typeof message === "object" && "holdfast" in message;
}

function readOwn(message: { readonly [key: string]: Json }): Asked {
  try {
    const own = parseOwnMessage(message);
    if (own.holdfast === "outbox") return { kind: "outbox", attempt: own.attempt };
    if (own.holdfast === "scan") return { kind: "unreadable", why: "scans have another queue" };
    if (own.holdfast === "look") {
      const { holdfast: _look, key, ...times } = own;
      return { kind: "look", requests: [{ key: parseKey(key), causes: [], ...times }] };
    }
    const { holdfast: _looks, keys, ...rest } = own;
    return { kind: "look", requests: keys.map((key) => ({ key: parseKey(key), ...rest })) };
  } catch (error) {
    return { kind: "unreadable", why: String(error) };
  }
}
