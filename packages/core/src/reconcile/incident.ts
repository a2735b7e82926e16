/** An incident: one drift of one key, from the first look that saw it to the look that sees it gone. */
import { createHash } from "node:crypto";
import type { Difference } from "../drift.ts";
import { VersionConflictError } from "../errors.ts";
import type { ActionTaken, Impact, Outcome } from "../finding.ts";
import type { Json } from "../json.ts";
import { parseKey } from "../key.ts";
import type { Item, Table } from "../ports.ts";
import type { Cause } from "../record.ts";
import type { Grants } from "./tolerance.ts";

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
  readonly told?: {
    readonly outcome: Outcome;
    readonly at: string;
    /** What differed then, each in short. */
    readonly differences?: readonly string[];
  };
  readonly differences: readonly Difference[];
  readonly impact?: Impact;
  /** Live state as it was before Holdfast wrote anything: what `undo` goes back to. */
  readonly before: Json;
  readonly actions: readonly ActionTaken[];
  /** Writes that are about to be made: if nobody came back to say how they went, they may be done. */
  readonly attempting?: readonly ActionTaken[];
  /** That nothing stands in the way of the whole but what another key has to put back first. */
  readonly waits?: true;
  readonly causes: readonly Cause[];
  readonly causeCount: number;
  /** No event led here when it was opened: what is removed because of it is capped. */
  readonly unexplained?: true;
  /** It is in the list of open incidents; most are over before they would be. */
  readonly listed?: true;
  /** What the baseline tolerates for a while, of this incident and of those before it. */
  readonly grants?: Grants;
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

/** What is in the list of open incidents, as the table keeps it. */
interface Listed {
  readonly key: string;
  readonly open: boolean;
}

/** Entries of closed incidents are dropped by DynamoDB after this many seconds. */
const KEEP_LISTED = 86_400;

/** The incident of a key that was opened last. Throws what the table throws. */
export async function latestIncident(
  table: Pick<Table, "get">,
  key: string,
): Promise<{ incident?: Incident; version: number }> {
  const item = await table.get(key, "incident");
  if (item === undefined) return { version: 0 };
  return { incident: item.body as unknown as Incident, version: item.version };
}

/** Incidents in the table: the latest of a key under `incident`, earlier ones under `incident#<id>`. */
export function createIncidents(table: Table): {
  latest(key: string): Promise<{ incident?: Incident; version: number }>;
  /** Writes over what `latest` gave; an earlier, closed incident is kept beside it. Returns the new version. */
  save(incident: Incident, version: number, replaced?: Incident): Promise<number>;
  /**
   * Puts an open incident on the list of its guardrail, or takes a closed one off it. Somebody may
   * have to close it who is led there by no event: a scan that sees its key in sync.
   */
  list(incident: Incident): Promise<void>;
  /** Keys on the list of a guardrail, each in one line. */
  open(guardrail: string): Promise<readonly string[]>;
} {
  return {
    latest: (key) => latestIncident(table, key),
    async save(incident, version, replaced) {
      if (replaced !== undefined && replaced.id !== incident.id) {
        const kept = await table.get(incident.key, `incident#${replaced.id}`);
        if (kept === undefined) await table.put(itemOf(replaced, `incident#${replaced.id}`, 1));
      }
      await table.put(itemOf(incident, "incident", version + 1));
      return version + 1;
    },
    async list({ id, key, status, updatedAt }) {
      const open = status === "open";
      const body = { key, open } satisfies Listed;
      const expiresAt = Math.floor(Date.parse(updatedAt) / 1000) + KEEP_LISTED;
      const item = { partition: listOf(parseKey(key).guardrail), sort: id, body };
      try {
        await table.put(open ? { ...item, version: 1 } : { ...item, version: 2, expiresAt });
      } catch (error) {
        // It is on the list already, or off it: one entry per incident goes only one way.
        if (!(error instanceof VersionConflictError)) throw error;
      }
    },
    async open(guardrail) {
      const items = await table.query(listOf(guardrail), "");
      const listed = items.map(({ body }) => body as unknown as Listed);
      return [...new Set(listed.filter(({ open }) => open).map(({ key }) => key))];
    },
  };
}

function listOf(guardrail: string): string {
  return `open#${guardrail}`;
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
