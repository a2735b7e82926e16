/** A tripwire's incident: the first event about a key, and what followed within the tripwire's time. */
import type { Severity } from "../drift.ts";
import type { Outcome } from "../finding.ts";
import { type Incident, openIncident, withCauses } from "../reconcile/incident.ts";
import type { Heard } from "./heard.ts";

/** Events remembered by their ids, so that one that comes again counts once. */
const KNOWN = 100;

const SEVERITIES: readonly Severity[] = ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"];

export interface TripIncident extends Incident {
  /** The worst so far. */
  readonly severity: Severity;
  /** What made it so bad. */
  readonly happened: string;
  /** ISO 8601: when it became so bad. People are told once for each such time. */
  readonly raisedAt: string;
  /** Ids of the newest events, also of those that an earlier incident of the key has taken in. */
  readonly known: readonly string[];
}

/** What is there for an incident to take in. */
export interface Arrivals {
  readonly heard: readonly Heard[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly incidentMs: number;
  readonly outcome: Outcome;
}

/** Events that no incident of the key has taken in yet, each once. */
export function unheard(incident: TripIncident | undefined, heard: readonly Heard[]): Heard[] {
  const known = new Set(incident?.known);
  return heard.filter(({ cause: { eventId } }) => {
    const fresh = !known.has(eventId);
    known.add(eventId);
    return fresh;
  });
}

/**
 * Whether an incident still takes events in. Counted from its beginning, not from its last event:
 * whoever keeps making noise would otherwise keep it open, and people would never be told again.
 */
export function takesIn(incident: TripIncident, now: number, incidentMs: number): boolean {
  return now < Date.parse(incident.openedAt) + incidentMs;
}

/**
 * The incident after these events, which are not known yet and of which there is at least one: the
 * latest one of the key, or a new one in its place. Every change has a time of its own, later than
 * the one before: Security Hub takes a finding only if it is newer.
 */
export function take(
  latest: TripIncident | undefined,
  key: string,
  { heard, now, incidentMs, outcome }: Arrivals,
): TripIncident {
  const after = latest === undefined ? now : Math.max(now, Date.parse(latest.updatedAt) + 1);
  const at = new Date(after).toISOString();
  const worst = worstOf(heard);
  const raised = { severity: worst.severity, happened: worst.cause.what, raisedAt: at };
  const incident: TripIncident =
    latest !== undefined && takesIn(latest, now, incidentMs)
      ? { ...latest, ...(isWorse(worst.severity, latest.severity) && raised) }
      : { ...openIncident(key, at, null), ...raised, known: latest?.known ?? [] };
  const causes = heard.map(({ cause }) => cause);
  return {
    ...incident,
    ...withCauses(incident, causes),
    outcome,
    updatedAt: at,
    known: [...incident.known, ...causes.map(({ eventId }) => eventId)].slice(-KNOWN),
  };
}

/** Whether people have yet to hear of what the incident has become. */
export function owesAnAlert({ told, outcome, raisedAt }: TripIncident): boolean {
  return told === undefined || told.outcome !== outcome || told.at < raisedAt;
}

/** The first of the worst. */
function worstOf(heard: readonly Heard[]): Heard {
  return heard.reduce((worst, one) => (isWorse(one.severity, worst.severity) ? one : worst));
}

function isWorse(one: Severity, other: Severity): boolean {
  return SEVERITIES.indexOf(one) > SEVERITIES.indexOf(other);
}
