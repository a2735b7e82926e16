/** Trouble on demand: throttling, denials, outages, stale reads, lost events, a killed function. */
import { type EventPattern, type Json, matches, type Random } from "@holdfast/core";
import type { Cancel, LabClock } from "./clock.ts";
import { denial } from "./denial.ts";
import { type CenterTrouble, createCenterTrouble } from "./identity-center/trouble.ts";
import type { RandomSource } from "./random.ts";
import { type Call, ServiceError } from "./service.ts";
import { createThrottle, throttled } from "./throttle.ts";

/** What becomes of events; counts and chances come from the lab's seed. */
export interface EventTrouble {
  /** Which events, in their EventBridge envelope; undefined: all. */
  readonly pattern?: EventPattern;
  /** Chance, 0 to 1, that an event never arrives. */
  readonly lose?: number;
  /** How often each one arrives. */
  readonly repeat?: number;
  /** Each arrival is late by up to so many milliseconds. */
  readonly late?: number;
}

/** What a test or a story asks for. `action` is an IAM action, e.g. `organizations:AttachPolicy`. */
export interface Trouble extends CenterTrouble {
  /** Refuses the next `times` calls as the service refuses those who are too fast. */
  throttle(action: string, times: number): void;
  /** Whether the documented request rates, AWS's and Slack's, are enforced; they are not at first. */
  awsRates(on: boolean): void;
  /** Refuses an action, to everybody or to sessions of one role by its name, until cancelled. */
  deny(action: string, role?: string): Cancel;
  /** Answers every call to a service (or to `slack`) with 503 for `ms` milliseconds. */
  fail(service: string, ms: number): void;
  /** Leaves the next `times` requests outside AWS without an answer, e.g. `slack:chat.postMessage`. */
  hang(action: string, times: number): void;
  /** Reads of Organizations and Identity Center show the state of `ms` milliseconds ago; 0 ends it. */
  staleReads(ms: number): void;
  /** List calls give pages shorter than asked for, even empty ones, while more follow. */
  shortPages(on: boolean): void;
  /** Loses, repeats, delays events until cancelled. */
  events(trouble: EventTrouble): Cancel;
  /** The next successful `action` by a session of `role` takes effect, but its caller dies of it. */
  freeze(role: string, action: string): void;

  /** Whether `awsRates` was switched on. */
  ratesOn(): boolean;
  /** Current lag of reads in milliseconds. */
  readLag(): number;
  /** Randomness for short pages while they are on. */
  pageRandom(): Random | undefined;
  /** What a request shall fail with, by its action (`service:Operation`); counts as one of `times`. */
  refuses(action: string): "unavailable" | "throttled" | undefined;
  /** Whether a request outside AWS shall stay without an answer; counts as one of `times`. */
  hangs(action: string): boolean;
  /** Throws what the call shall fail with; called before it has any effect. */
  check(call: Call): void;
  /** Whether the caller shall die before it hears of this success; true once. */
  kills(call: Call): boolean;
  /** Extra delay in milliseconds of each delivery of an event; empty: lost. */
  deliveries(event: Json): readonly number[];
}

const actionOf = ({ service, operation }: Call): string => `${service}:${operation}`;

export function createTrouble(clock: Pick<LabClock, "now">, source: RandomSource): Trouble {
  const eventRandom = source("trouble/events");
  const pageRandom = source("trouble/pages");
  const throttle = createThrottle(clock.now);
  const forced = new Map<string, number>();
  const hanging = new Map<string, number>();
  const denied = new Set<{ readonly action: string; readonly role: string | undefined }>();
  const failing = new Map<string, number>();
  const eventTroubles = new Set<EventTrouble>();
  const deadly = new Set<{ readonly role: string; readonly action: string }>();
  let rates = false;
  let lag = 0;
  let short = false;

  /** Takes one from a count, if there is any left. */
  function takeOne(counts: Map<string, number>, action: string): boolean {
    const left = counts.get(action) ?? 0;
    if (left > 0) counts.set(action, left - 1);
    return left > 0;
  }

  function refuses(action: string): "unavailable" | "throttled" | undefined {
    const [service = ""] = action.split(":");
    if (clock.now() < (failing.get(service) ?? 0)) return "unavailable";
    return takeOne(forced, action) ? "throttled" : undefined;
  }

  function add<T>(set: Set<T>, entry: T): Cancel {
    set.add(entry);
    return () => set.delete(entry);
  }

  function deliver(delays: readonly number[], one: EventTrouble): readonly number[] {
    const { lose = 0, repeat = 1, late = 0 } = one;
    const repeated = delays.flatMap((delay) => Array.from({ length: repeat }, () => delay));
    return eventRandom() < lose ? [] : repeated.map((delay) => delay + eventRandom() * late);
  }

  return {
    ...createCenterTrouble(),
    throttle: (action, times) => void forced.set(action, times),
    awsRates(on) {
      rates = on;
    },
    deny: (action, role) => add(denied, { action, role }),
    fail: (service, ms) => void failing.set(service, clock.now() + ms),
    hang: (action, times) => void hanging.set(action, times),
    staleReads(ms) {
      lag = ms;
    },
    shortPages(on) {
      short = on;
    },
    events: (trouble) => add(eventTroubles, trouble),
    freeze: (role, action) => void deadly.add({ role, action }),

    ratesOn: () => rates,
    readLag: () => lag,
    pageRandom: () => (short ? pageRandom : undefined),
    refuses,
    hangs: (action) => takeOne(hanging, action),
    check(call) {
      const action = actionOf(call);
      const refused = refuses(action);
      if (refused === "unavailable") {
        throw new ServiceError("ServiceUnavailable", "Service is unavailable.", {}, 503);
      }
      if (refused === "throttled") throw throttled(call.service);
      if (rates) throttle(call);
      for (const { action: refused, role } of denied) {
        if (refused !== action) continue;
        if (role === undefined || role === call.principal.issuer?.userName)
          throw denial(call, action, "*", { by: "identity", reason: "no-allow" });
      }
    },
    kills(call) {
      const role = call.principal.issuer?.userName;
      const action = actionOf(call);
      const one = [...deadly].find((entry) => entry.role === role && entry.action === action);
      return one !== undefined && deadly.delete(one);
    },
    deliveries(event) {
      return [...eventTroubles]
        .filter(({ pattern }) => !pattern || matches(pattern, event))
        .reduce(deliver, [0]);
    },
  };
}
