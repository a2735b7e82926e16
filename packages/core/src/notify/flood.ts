/**
 * Floods: beyond a number of messages in a while, a channel gets one digest that is kept up to date.
 * What needs a person comes through on its own. Pure; the numbers are of decision 16.
 */
import type { Severity } from "../drift.ts";
import type { Outcome } from "../finding.ts";
import type { MessageRef, Notice } from "./chat.ts";
import type { Claim } from "./claim.ts";

/** The window in which messages are counted. Milliseconds. */
export const WINDOW = 5 * 60_000;
/** Messages of their own in a window: more than a person reads. */
export const ORDINARY = 10;
/** The same if the next one is CRITICAL; beyond it Slack's rate would hold up a failed revert. */
export const CRITICAL = 30;
/** A digest is over after so long without an alert. Milliseconds. */
const QUIET = WINDOW;
/** A flood that lasts longer gets a new digest: the old one is out of sight in its channel. */
const LONGEST = 3_600_000;
/** Incidents that a digest tells apart; further ones are only counted. An item has 400 KB. */
const ENTRIES = 200;

/** What a digest keeps of an incident. */
export interface DigestEntry {
  readonly severity: Severity;
  readonly outcome: Outcome;
  readonly guardrail: string;
  readonly subject: string;
  /** Who made the newest call; undefined if no event led here. */
  readonly actor?: string;
  readonly updatedAt: string;
}

export interface Digest {
  /** Epoch milliseconds. */
  readonly openedAt: number;
  readonly lastAt: number;
  /** Incident -> what was last heard of it. */
  readonly entries: Readonly<Record<string, DigestEntry>>;
  /** Alerts about incidents beyond those in `entries`. */
  readonly more: number;
  /** One more with every change. */
  readonly revision: number;
  /** The revision that people see; 0: none yet. */
  readonly shown: number;
  /** Epoch milliseconds. */
  readonly shownAt?: number;
  readonly message?: MessageRef;
  readonly claim?: Claim;
}

/** What a channel has had lately. */
export interface Flood {
  /** Messages of their own in the window. */
  readonly own: readonly { readonly incident: string; readonly at: number }[];
  readonly digest?: Digest;
}

export const NO_FLOOD: Flood = { own: [] };

/** Where an alert about an incident without a message goes: one of them, or both. */
export interface Admission {
  readonly flood: Flood;
  readonly own: boolean;
  readonly digest: boolean;
}

/** Asked twice about the same alert, it answers the same and changes nothing. */
export function admit(flood: Flood, alert: Notice, now: number): Admission {
  const { incident } = alert;
  const own = flood.own.filter(({ at }) => now - at < WINDOW);
  const digest = flood.digest && current(flood.digest, now);
  const known = flood.own.some((one) => one.incident === incident);
  const alone = known || standsAlone(alert, own.length, digest !== undefined);
  const gathered = !alone || (digest !== undefined && Object.hasOwn(digest.entries, incident));
  return {
    own: alone,
    digest: gathered,
    flood: {
      own: alone && !known ? [...own, { incident, at: now }] : own,
      ...(gathered
        ? { digest: withEntry(digest ?? opened(now), alert, now) }
        : digest && { digest }),
    },
  };
}

function standsAlone({ outcome, severity }: Notice, count: number, flooded: boolean): boolean {
  // Nothing is as urgent, and nothing may bury it.
  if (outcome === "FAILED") return true;
  if (severity === "CRITICAL") return count < CRITICAL;
  return !flooded && count < ORDINARY;
}

/** The digest if it is still open, a new one if the flood outlasts it, undefined if it is over. */
function current(digest: Digest, now: number): Digest | undefined {
  if (now - digest.lastAt >= QUIET) return undefined;
  return now - digest.openedAt >= LONGEST ? opened(now) : digest;
}

function opened(now: number): Digest {
  return { openedAt: now, lastAt: now, entries: {}, more: 0, revision: 0, shown: 0 };
}

function withEntry(digest: Digest, alert: Notice, now: number): Digest {
  const { incident, updatedAt } = alert;
  const known = Object.hasOwn(digest.entries, incident) ? digest.entries[incident] : undefined;
  // SNS keeps no order and may repeat itself.
  if (known !== undefined && known.updatedAt >= updatedAt) return digest;
  const full = known === undefined && Object.keys(digest.entries).length >= ENTRIES;
  return {
    ...digest,
    lastAt: now,
    revision: digest.revision + 1,
    ...(full
      ? { more: digest.more + 1 }
      : { entries: { ...digest.entries, [incident]: entryOf(alert) } }),
  };
}

function entryOf({
  severity,
  outcome,
  guardrail,
  subject,
  causes,
  updatedAt,
}: Notice): DigestEntry {
  const actor = causes.at(-1)?.actor.name;
  return {
    severity,
    outcome,
    guardrail: guardrail.id,
    subject: subject.name.slice(0, 100),
    ...(actor !== undefined && { actor: actor.slice(0, 100) }),
    updatedAt,
  };
}
