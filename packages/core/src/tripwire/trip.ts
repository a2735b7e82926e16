/**
 * What becomes of a tripwire's events: an incident is opened or joined, and people are told once.
 * There is no state to look at, so an event that is dropped here is gone for good: it is in the
 * table, or told, or back in the queue.
 */
import type { Baseline } from "../baseline/model.ts";
import { exemptionFor, modeFor } from "../baseline/query.ts";
import type { Clock } from "../clock.ts";
import { HoldfastError, messageOf, VersionConflictError } from "../errors.ts";
import type { Outcome } from "../finding.ts";
import type { Json } from "../json.ts";
import { formatKey } from "../key.ts";
import type { Log, Table } from "../ports.ts";
import { createIncidents } from "../reconcile/incident.ts";
import type { Outbox } from "../reconcile/outbox.ts";
import type { Threshold, Tripwire } from "../tripwire.ts";
import { add, type Count, reached } from "./count.ts";
import type { Heard, TripRequest } from "./heard.ts";
import { type TripIncident, take, takesIn, unheard } from "./incident.ts";
import { findingOf, type Telling, tell } from "./tell.ts";

/** Conditional writes that lose are tried again with what the winner wrote. */
const ATTEMPTS = 10;
/** Counts of keys that stay quiet are dropped by DynamoDB after this many seconds. */
const KEEP = 30 * 86_400;

export interface TripDeps {
  readonly baseline: Baseline;
  readonly tripwires: readonly Tripwire[];
  readonly table: Table;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * What a request came to. `COUNTED`: fewer than the threshold so far; `REPEATED`: all events were
 * known; `OFF`: the mode is off.
 */
export interface Tripped {
  readonly status: "OPENED" | "JOINED" | "COUNTED" | "REPEATED" | "TOLD_DIRECTLY" | "OFF";
  readonly outcome?: Outcome;
}

/** Throws if neither the table nor a sink took the events: the queue has to bring them back. */
export type Trip = (request: TripRequest) => Promise<Tripped>;

export function createTrip(deps: TripDeps): Trip {
  const { baseline, table, clock, log } = deps;
  const incidents = createIncidents(table);
  const byId = new Map(deps.tripwires.map((tripwire) => [tripwire.id, tripwire]));

  async function once(heard: readonly Heard[], telling: Telling, saw: Saw): Promise<Tripped> {
    const { id, tripwire, outcome } = telling;
    const { incidentMs, threshold } = tripwire;
    const now = clock.now();
    const { incident, version } = await incidents.latest(id);
    // Written only here, and read with the shape it was written in.
    const latest = incident as TripIncident | undefined;
    const fresh = unheard(latest, heard);
    if (fresh.length === 0) {
      // Whoever had these events first may have been killed before it could tell.
      if (latest !== undefined) await tell(latest, version, telling);
      return { status: "REPEATED" };
    }
    const open = latest !== undefined && takesIn(latest, now, incidentMs);
    const counted =
      threshold === undefined || open ? fresh : await count(threshold, latest, fresh, id);
    if (counted === undefined) return { status: "COUNTED" };
    const next = take(latest, id, { heard: counted, now, incidentMs, outcome });
    const saved = await incidents.save(next, version, latest);
    saw.incident = next;
    await tell(next, saved, telling);
    return { status: latest?.id === next.id ? "JOINED" : "OPENED", outcome };
  }

  /** All that was counted, if that is enough; undefined, with the count kept, if it is not. */
  async function count(
    threshold: Threshold,
    latest: TripIncident | undefined,
    fresh: readonly Heard[],
    id: string,
  ): Promise<readonly Heard[] | undefined> {
    const item = await table.get(id, "count");
    const before = (item?.body as unknown as Count | undefined)?.heard ?? [];
    const next = add({ heard: unheard(latest, before) }, fresh, threshold);
    // Written also when it is enough: one who has counted meanwhile loses, and joins the incident.
    await table.put({
      partition: id,
      sort: "count",
      version: (item?.version ?? 0) + 1,
      body: next as unknown as Json,
      expiresAt: Math.floor(clock.now() / 1000) + KEEP,
    });
    return reached(next, threshold) ? next.heard : undefined;
  }

  /** The table is down: people are told all the same, and perhaps once more when it is back. */
  async function withoutTable(
    heard: readonly Heard[],
    telling: Telling,
    { incident }: Saw,
    why: unknown,
  ): Promise<Tripped> {
    const { id, tripwire, outcome } = telling;
    const { threshold, incidentMs } = tripwire;
    log.error("the incident table fails", { key: id, error: messageOf(why) });
    const enough =
      threshold === undefined || reached(add({ heard: [] }, heard, threshold), threshold);
    // What matters in numbers only can wait until it can be counted.
    if (incident === undefined && !enough) throw why;
    const now = clock.now();
    const known = incident ?? take(undefined, id, { heard, now, incidentMs, outcome });
    const note = `The incident table fails (${messageOf(why)}): this may be told more than once.`;
    const finding = findingOf(known, { ...telling, notes: [...telling.notes, note] });
    if (!(await telling.outbox.sendDirectly(finding, { alert: true }))) throw why;
    return { status: "TOLD_DIRECTLY", outcome };
  }

  return async ({ key, heard }) => {
    const tripwire = byId.get(key.guardrail);
    if (tripwire === undefined) {
      throw new HoldfastError("TRIPWIRE_UNKNOWN", `no tripwire ${key.guardrail}`, {
        source: "tool",
      });
    }
    const subject = tripwire.subject(key, baseline);
    const mode = modeFor(baseline, tripwire.id, subject.unit);
    if (mode === "off") return { status: "OFF" };
    const exempt = exemptionFor(baseline, tripwire.id, subject.name, clock.now());
    const { exemption } = exempt?.expired ? {} : (exempt ?? {});
    const notes = exemption ? [`exempt until ${exemption.expiresOn}: ${exemption.reason}`] : [];
    const outcome = exemption ? "EXEMPT" : "TRIPPED";
    const id = formatKey(key);
    const telling: Telling = { ...deps, id, key, tripwire, subject, mode, outcome, notes };
    const dated = heard.map((one) => withTime(one, clock.now()));
    const saw: Saw = {};
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(dated, telling, saw);
        } catch (error) {
          if (!(error instanceof VersionConflictError) || attempt === ATTEMPTS) throw error;
        }
      }
    } catch (error) {
      // So many lost races are no outage: the queue brings the events back.
      if (error instanceof VersionConflictError) throw error;
      return withoutTable(dated, telling, saw, error);
    }
  };
}

/** What was written before the table failed. */
interface Saw {
  incident?: TripIncident;
}

/** An event whose time can't be read is taken to have happened when it came. */
function withTime(heard: Heard, now: number): Heard {
  if (!Number.isNaN(Date.parse(heard.cause.at))) return heard;
  return { ...heard, cause: { ...heard.cause, at: new Date(now).toISOString() } };
}
