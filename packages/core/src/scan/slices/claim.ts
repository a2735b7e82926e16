/** Whose turn it is: a message either begins a scan, drives one on, or comes for nothing. */
import { canonicalJson } from "../../json.ts";
import type { OwnMessage } from "../../ports.ts";
import { scanId } from "../id.ts";
import type { ScanScope } from "../model.ts";
import type { ScanState } from "./state.ts";

/** Begins a scan; with `id`, drives that one on. */
export type ScanMessage = Extract<OwnMessage, { holdfast: "scan" }>;

export type Claim =
  | { readonly kind: "claimed"; readonly state: ScanState }
  /** Somebody is at it. */
  | { readonly kind: "busy"; readonly id: string }
  /** What the message was for is over. */
  | { readonly kind: "over" };

/**
 * Whoever comes while a scan is under way and nobody is at it drives that one on, whatever it came
 * for: a scan whose function died must not stand in the way of the next.
 * @param turn who claims, and until when (epoch milliseconds)
 */
export function claim(
  current: ScanState | undefined,
  { id, scope = {}, since }: ScanMessage,
  turn: { readonly holder: string; readonly until: number },
  now: number,
): Claim {
  if (current !== undefined && current.phase !== "done") {
    if (current.until !== undefined && current.until > now) return { kind: "busy", id: current.id };
    return { kind: "claimed", state: { ...current, ...turn, slice: current.slice + 1 } };
  }
  if (id !== undefined || hasBegun(current, scope, since)) return { kind: "over" };
  return { kind: "claimed", state: { ...begin(scope, turn, now), ...memoryOf(current) } };
}

/** One event of many tells that an account has joined, and each asks for its scan. */
function hasBegun(
  current: ScanState | undefined,
  scope: ScanScope,
  since: number | undefined,
): boolean {
  if (current === undefined || since === undefined) return false;
  const same = canonicalJson({ ...current.scope }) === canonicalJson({ ...scope });
  return same && Date.parse(current.startedAt) > since;
}

function begin(
  scope: ScanScope,
  turn: { readonly holder: string; readonly until: number },
  now: number,
): ScanState {
  const startedAt = new Date(now).toISOString();
  const id = scanId(startedAt, turn.holder);
  return { id, startedAt, scope, phase: "reading", slice: 1, ...turn, sections: {} };
}

/** What a scan passes on to the next. */
function memoryOf(state: ScanState | undefined): Pick<ScanState, "last" | "rotations"> {
  const { last, rotations } = state ?? {};
  return { ...(last && { last }), ...(rotations && { rotations }) };
}
