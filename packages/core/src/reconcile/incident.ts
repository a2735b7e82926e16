/** An incident: one drift of one key, from the first look that saw it to the look that sees it gone. */
import { createHash } from "node:crypto";
import type { Difference } from "../drift.ts";
import type { ActionTaken, Impact, Outcome } from "../finding.ts";
import type { Json } from "../json.ts";
import type { Item, Table } from "../ports.ts";
import type { Cause } from "../record.ts";

/** Causes kept with an incident; the count goes on. */
const CAUSES = 10;
/** Actions kept with an incident. */
const ACTIONS = 50;
/** Incidents are kept for a year, in seconds. */
const KEEP = 365 * 86_400;

export interface Incident {
  readonly id: string;
  readonly key: string;
  readonly status: "open" | "closed";
  /** ISO 8601. */
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly outcome: Outcome;
  /** The last outcome that people were told, and when. */
  readonly told?: { readonly outcome: Outcome; readonly at: string };
  readonly differences: readonly Difference[];
  readonly impact?: Impact;
  /** Live state as it was before Holdfast wrote anything: what `undo` goes back to. */
  readonly before: Json;
  readonly actions: readonly ActionTaken[];
  /** Writes that are about to be made: if nobody came back to say how they went, they may be done. */
  readonly attempting?: readonly ActionTaken[];
  readonly causes: readonly Cause[];
  readonly causeCount: number;
  /** Looks in a row that ended failed or unknown: spaces the retries. */
  readonly setbacks: number;
}

/** A new incident for a key. Its id follows from key and time, so that a repeated start finds the same. */
export function openIncident(key: string, at: string, before: Json): Incident {
  const id = `inc-${createHash("sha256").update(`${key}\n${at}`).digest("hex").slice(0, 12)}`;
  return {
    id,
    key,
    status: "open",
    openedAt: at,
    updatedAt: at,
    outcome: "ALERTED",
    differences: [],
    before,
    actions: [],
    causes: [],
    causeCount: 0,
    setbacks: 0,
  };
}

/** The incident with more causes; those already there, by event id, count once. */
export function withCauses(incident: Incident, causes: readonly Cause[]): Incident {
  const known = new Set(incident.causes.map((cause) => cause.eventId));
  const fresh = causes.filter((cause, index) => {
    const first = causes.findIndex((other) => other.eventId === cause.eventId) === index;
    return first && !known.has(cause.eventId);
  });
  const all = [...incident.causes, ...fresh].sort((a, b) => a.at.localeCompare(b.at));
  return {
    ...incident,
    causes: all.slice(-CAUSES),
    causeCount: incident.causeCount + fresh.length,
  };
}

/** The incident with more actions. */
export function withActions(incident: Incident, actions: readonly ActionTaken[]): Incident {
  return { ...incident, actions: [...incident.actions, ...actions].slice(-ACTIONS) };
}

/** Incidents in the table: the latest of a key under `incident`, earlier ones under `incident#<id>`. */
export function createIncidents(table: Table): {
  latest(key: string): Promise<{ incident?: Incident; version: number }>;
  /** Writes over what `latest` gave; an earlier, closed incident is kept beside it. Returns the new version. */
  save(incident: Incident, version: number, replaced?: Incident): Promise<number>;
} {
  return {
    async latest(key) {
      const item = await table.get(key, "incident");
      if (item === undefined) return { version: 0 };
      return { incident: item.body as unknown as Incident, version: item.version };
    },
    async save(incident, version, replaced) {
      if (replaced !== undefined && replaced.id !== incident.id) {
        const kept = await table.get(incident.key, `incident#${replaced.id}`);
        if (kept === undefined) await table.put(itemOf(replaced, `incident#${replaced.id}`, 1));
      }
      await table.put(itemOf(incident, "incident", version + 1));
      return version + 1;
    },
  };
}

function itemOf(incident: Incident, sort: string, version: number): Item {
  return {
    partition: incident.key,
    sort,
    version,
    body: incident as unknown as Json,
    expiresAt: Math.floor(Date.parse(incident.updatedAt) / 1000) + KEEP,
  };
}
