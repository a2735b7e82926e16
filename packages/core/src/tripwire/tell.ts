/** Lets those know who must: once for an incident, and once more each time that it gets worse. */

import type { Baseline, Mode } from "../baseline/model.ts";
import { VersionConflictError } from "../errors.ts";
import type { Finding, Outcome, Subject } from "../finding.ts";
import type { ResourceKey } from "../key.ts";
import { linkTo, runbookOf } from "../links.ts";
import type { Table } from "../ports.ts";
import { createIncidents } from "../reconcile/incident.ts";
import type { Outbox } from "../reconcile/outbox.ts";
import type { Tripwire } from "../tripwire.ts";
import { owesAnAlert, type TripIncident } from "./incident.ts";

/** Others may join the incident while its alert is being marked as told. */
const ATTEMPTS = 5;

/** All that is said with an incident, and the ports that it takes. */
export interface Telling {
  /** The key in one line. */
  readonly id: string;
  readonly key: ResourceKey;
  readonly tripwire: Tripwire;
  readonly subject: Subject;
  readonly mode: Mode;
  readonly outcome: Outcome;
  readonly notes: readonly string[];
  readonly baseline: Baseline;
  readonly table: Table;
  readonly outbox: Outbox;
}

/**
 * Puts an incident that is in the table already into the outbox: its finding, and the alert if it
 * is owed. The alert goes under the time at which it came to be owed, so that two who owe the same
 * one find it there; only then is it marked as told. A crash on the way is made good by whoever
 * gets the event again.
 * @param version of the incident's item
 */
export async function tell(
  incident: TripIncident,
  version: number,
  telling: Telling,
): Promise<void> {
  const { outbox } = telling;
  const finding = findingOf(incident, telling);
  const alert = owesAnAlert(incident);
  if (alert) await outbox.add({ ...finding, updatedAt: incident.raisedAt }, { alert });
  if (!alert || incident.updatedAt !== incident.raisedAt) {
    await outbox.add(finding, { alert: false });
  }
  if (alert) await markTold(incident, version, telling);
}

export function findingOf(
  incident: TripIncident,
  { key, subject, tripwire, mode, notes, baseline }: Omit<Telling, "table" | "outbox">,
): Finding {
  const { id, title, why, docs, tactic } = tripwire;
  return {
    key,
    subject,
    guardrail: { id, title, why, docs, runbook: linkTo(baseline, runbookOf(id)), tactic },
    severity: incident.outcome === "EXEMPT" ? "LOW" : incident.severity,
    mode,
    outcome: incident.outcome,
    incident: incident.id,
    happened: incident.happened,
    differences: [],
    actions: [],
    causes: incident.causes,
    causeCount: incident.causeCount,
    notes,
    firstSeenAt: incident.openedAt,
    updatedAt: incident.updatedAt,
    baselineHash: baseline.hash,
    // No later look can show that it is over: a person says so, in Security Hub.
    closed: false,
  };
}

async function markTold(
  incident: TripIncident,
  version: number,
  { id, table }: Telling,
): Promise<void> {
  const { outcome, raisedAt } = incident;
  const incidents = createIncidents(table);
  let current = { incident, version };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      const told = { ...current.incident, told: { outcome, at: raisedAt } };
      await incidents.save(told, current.version);
      return;
    } catch (error) {
      if (!(error instanceof VersionConflictError)) throw error;
    }
    const latest = await incidents.latest(id);
    const other = latest.incident as TripIncident | undefined;
    // It got worse, or another one has begun: whoever saw to that tells it.
    if (other?.id !== incident.id || other.raisedAt !== raisedAt || !owesAnAlert(other)) return;
    current = { incident: other, version: latest.version };
  }
  // Still owed by the table's account: the next event finds the alert in the outbox.
}
