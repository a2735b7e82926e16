/**
 * When a key is looked at: the state kept in its lease item, and the pure rules on it.
 *
 * Three AWS facts shape them. Reads are eventually consistent, so a look is repeated after 30 s and
 * 5 min. Events come late, twice and in floods, so an event that is older than the last look is
 * covered by it, and looks at one key keep a growing distance. And a wake-up is an SQS message, of
 * which one outstanding per key is enough.
 */
import type { Cause } from "../record.ts";

/** After a look that an event caused: once more, and once more for good. Milliseconds. */
const RECHECKS = [30_000, 300_000] as const;

/** Least distance from the last look to the n-th event-driven one of a burst. Milliseconds. */
const GAPS = [0, 3_000, 30_000] as const;

/** A key that was quiet for this long starts a new burst. Milliseconds. */
const QUIET = 120_000;

/**
 * CloudTrail rounds times down to seconds and clocks differ: only an event older than a look by
 * more than this was surely seen by it. Milliseconds.
 */
const COVERED_MARGIN = 5_000;

/** A look so long after a change has not read stale state. Milliseconds. */
const SETTLED_AFTER = 270_000;

/** SQS delays a message by at most 900 s. */
const MAX_DELAY = 900_000;

/** So many causes of looks to come are kept, the newest. */
const CAUSES = 10;

/** How long a holder may take; longer than a function may run. Milliseconds. */
export const LEASE = 90_000;

/** All times in epoch milliseconds. */
export interface LookState {
  readonly holder?: string;
  /** When the lease runs out. */
  readonly until?: number;
  /** Something may have changed while the lease was held. */
  readonly dirty?: boolean;
  /** When the last look began. */
  readonly observedAt?: number;
  /** When the last look began that an event caused. */
  readonly eventAt?: number;
  /** Event-driven looks in the present burst. */
  readonly streak: number;
  /** When further looks are owed, ascending. */
  readonly due: readonly number[];
  /** Whether one of them stands for an event, which then has its re-checks. */
  readonly deferred?: boolean;
  /** When the outstanding wake-up message arrives. */
  readonly wakeAt?: number;
  /** Events that the next look is to be told of: who did it, if it finds something. */
  readonly causes?: readonly Cause[];
  /** When Holdfast last wrote, oldest first: what the breaker counts. */
  readonly writes: readonly number[];
}

export const NEVER_LOOKED: LookState = { streak: 0, due: [], writes: [] };

/** What brings somebody to a key: a change at a known time, or a wake-up. */
export type Arrival = {
  readonly now: number;
  readonly changedAt?: number;
  readonly causes?: readonly Cause[];
};

export type Verdict =
  /** Look now; the lease is taken. */
  | "look"
  /** Another holder is at it and will look once more. */
  | "taken"
  /** A look that is owed anyway will see it. */
  | "later"
  /** The last look has seen it. */
  | "covered";

/** What somebody who arrives at a key does. Who looks takes over what the state holds of causes. */
export function arrive(
  state: LookState,
  holder: string,
  { now, changedAt, causes = [] }: Arrival,
): { verdict: Verdict; state: LookState } {
  if (state.holder !== undefined && state.until !== undefined && state.until > now) {
    // What is owed stays owed until the holder leaves, who asks for the next wake-up then.
    if (changedAt === undefined) return { verdict: "taken", state };
    // Whatever brought the holder here, the look that sees this change has its re-checks.
    const dirty = { ...state, dirty: true, deferred: true };
    return { verdict: "taken", state: withCauses(dirty, causes) };
  }
  const arrived = withoutWake(state, now);
  const take = (): { verdict: Verdict; state: LookState } => ({
    verdict: "look",
    state: { ...withoutCauses(arrived), holder, until: now + LEASE, dirty: false },
  });
  // A lease that ran out was somebody killed between write and re-read: look at once.
  if (state.holder !== undefined) return take();

  if (changedAt === undefined) {
    const owed = arrived.due[0];
    if (owed !== undefined && owed <= now) return take();
    return { verdict: owed === undefined ? "covered" : "later", state: arrived };
  }
  const { observedAt } = arrived;
  if (observedAt === undefined) return take();
  const age = observedAt - changedAt;
  // Seen by the last look; and should that one have read stale state, a re-check is owed or past.
  if (age >= SETTLED_AFTER || (age >= COVERED_MARGIN && arrived.due.length > 0)) {
    return { verdict: "covered", state: arrived };
  }
  const allowed = observedAt + gap(arrived, now);
  if (allowed <= now) return take();
  const due = ascending([...arrived.due, allowed]);
  return { verdict: "later", state: withCauses({ ...arrived, due, deferred: true }, causes) };
}

/** What a look that began at `startedAt` leaves behind; the lease is released. */
export function settle(
  state: LookState,
  look: {
    readonly startedAt: number;
    /** Whether an event caused it, rather than a wake-up. */
    readonly fromEvent: boolean;
    /** Whether anything was written. */
    readonly wrote: boolean;
    /** A further look that the outcome asks for. */
    readonly againAt?: number;
    /** What led to this look and is for the next one to explain. */
    readonly unjudged?: readonly Cause[];
  },
): LookState {
  const { startedAt, wrote, againAt } = look;
  const { holder: _holder, until: _until, dirty: _dirty, deferred, ...rest } = state;
  const fromEvent = look.fromEvent || deferred === true;
  const quiet = state.observedAt === undefined || startedAt - state.observedAt > QUIET;
  // Drift that stands, because nobody may undo it, is no reason to look again and again.
  const fresh = fromEvent || wrote ? RECHECKS.map((after) => startedAt + after) : [];
  // A fresh pair of re-checks takes the place of an older pair.
  const kept = fresh.length > 0 ? [] : state.due.filter((at) => at > startedAt);
  return {
    ...withCauses(rest, look.unjudged ?? []),
    observedAt: startedAt,
    ...(fromEvent && { eventAt: startedAt }),
    // A write was worth the look: the next one may follow soon.
    streak: wrote || (quiet && fromEvent) ? 1 : state.streak + (fromEvent ? 1 : 0),
    due: ascending([...kept, ...fresh, ...(againAt === undefined ? [] : [againAt])]),
    writes: wrote ? [...state.writes, startedAt].slice(-10) : state.writes,
  };
}

/** Whether an event led here so lately that what a look finds now may be what the first one read stale. */
export function hasRecentEvent(eventAt: number | undefined, now: number): boolean {
  return eventAt !== undefined && now - eventAt <= 2 * SETTLED_AFTER;
}

/** Adds the wake-up that the owed looks need; `delay` in ms is undefined if one is on its way. */
export function wake(state: LookState, now: number): { state: LookState; delay?: number } {
  const owed = state.due[0];
  if (owed === undefined) return { state };
  const at = Math.min(Math.max(owed, now), now + MAX_DELAY);
  // One whose time has come arrived while the key was held, and is used up.
  if (state.wakeAt !== undefined && state.wakeAt > now && state.wakeAt <= at) return { state };
  return { state: { ...state, wakeAt: at }, delay: at - now };
}

export function withoutCauses(state: LookState): LookState {
  const { causes: _causes, ...rest } = state;
  return rest;
}

function withCauses(state: LookState, more: readonly Cause[]): LookState {
  const known = state.causes ?? [];
  const fresh = more.filter(({ eventId }) => !known.some((one) => one.eventId === eventId));
  return fresh.length === 0 ? state : { ...state, causes: [...known, ...fresh].slice(-CAUSES) };
}

function gap(state: LookState, now: number): number {
  if (state.observedAt === undefined || now - state.observedAt > QUIET) return 0;
  return GAPS[Math.min(state.streak, GAPS.length - 1)] ?? 0;
}

function withoutWake(state: LookState, now: number): LookState {
  if (state.wakeAt === undefined || state.wakeAt > now) return state;
  const { wakeAt: _wakeAt, ...rest } = state;
  return rest;
}

function ascending(times: readonly number[]): readonly number[] {
  return [...new Set(times)].sort((a, b) => a - b);
}
