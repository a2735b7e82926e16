/** Writes down what a look found and lets those know who must: once per change, not once per look. */
import { createHash } from "node:crypto";
import type { Mode } from "../baseline/model.ts";
import type { Difference } from "../drift.ts";
import { messageOf } from "../errors.ts";
import type { Finding, Subject } from "../finding.ts";
import type { Guardrail } from "../guardrail.ts";
import type { ResourceKey } from "../key.ts";
import { linkTo, runbookOf } from "../links.ts";
import type { Cause } from "../record.ts";
import { severityOfDrift } from "./aspects.ts";
import { createIncidents, type Incident } from "./incident.ts";
import type { LookDeps } from "./look.ts";
import type { Remembered } from "./remember.ts";
import { isToldByStory } from "./story.ts";

/** A revert that keeps failing is told again after this. Milliseconds. */
const REPEAT_FAILED = 3_600_000;
/** What AWS or another key works on for longer than this is worth telling before it ends. Milliseconds. */
const LONG_PENDING = 600_000;

interface Telling {
  readonly guardrail: Guardrail;
  readonly key: ResourceKey;
  readonly subject: Subject;
  readonly mode: Mode;
  readonly causes: readonly Cause[];
  readonly notes: readonly string[];
  /** Whether another drift's alert may speak for this one. */
  readonly partOfStory?: boolean;
  readonly deps: LookDeps;
}

/** Saves the incident and sends finding and alert through the outbox, or directly if the table fails. */
export async function tell(
  context: Telling,
  incident: Incident,
  remembered: Remembered,
): Promise<void> {
  const { deps, partOfStory = false } = context;
  const alert = worthAnAlert(incident) && !isToldByStory(incident, partOfStory);
  const at = incident.updatedAt;
  const differences = incident.differences.map(shortOf);
  const told = alert
    ? { ...incident, told: { outcome: incident.outcome, at, differences } }
    : incident;
  const finding = findingOf(context, told);
  if (remembered.version < 0) {
    await deps.outbox.sendDirectly(finding, { alert });
    return;
  }
  try {
    // First the outbox, then the incident that says it was told: a crash between repeats, not loses.
    await deps.outbox.add(finding, { alert });
    await save(told, remembered, createIncidents(deps.table));
  } catch (error) {
    deps.log.error("the incident can't be written", { error: messageOf(error) });
    const note = `The incident table can't be written: ${messageOf(error)}`;
    await deps.outbox.sendDirectly({ ...finding, notes: [...finding.notes, note] }, { alert });
  }
}

/** With its place on the list of open incidents: there before the incident is, and gone after it. */
async function save(
  incident: Incident,
  { version, incident: replaced }: Remembered,
  incidents: ReturnType<typeof createIncidents>,
): Promise<void> {
  const open = incident.status === "open";
  if (open && !incident.listed) await incidents.list(incident);
  await incidents.save(open ? { ...incident, listed: true } : incident, version, replaced);
  if (!open && incident.listed) await incidents.list(incident);
}

/** Whether it has been worked on for so long that people must hear of it now. */
export function isOverdue(incident: Incident): boolean {
  return incident.outcome === "PENDING" && worthAnAlert(incident);
}

function worthAnAlert(incident: Incident): boolean {
  const { outcome, told, waits, openedAt, updatedAt } = incident;
  const underWay = outcome === "PENDING" || waits;
  if (underWay && Date.parse(updatedAt) - Date.parse(openedAt) < LONG_PENDING) {
    return false;
  }
  if (told === undefined) return true;
  const { differences: known } = told;
  if (known && incident.differences.some((one) => !known.includes(shortOf(one)))) return true;
  // What was tolerated has been told: neither its end nor that of another drift beside it is news.
  if (outcome === "TOLERATED") return false;
  if (outcome === "RESOLVED" && told.outcome === "TOLERATED") return false;
  if (told.outcome !== outcome) return true;
  return outcome === "FAILED" && Date.parse(updatedAt) - Date.parse(told.at) >= REPEAT_FAILED;
}

function findingOf(context: Telling, incident: Incident): Finding {
  const { guardrail, key, subject, mode, notes, deps } = context;
  const { id, title, why, docs } = guardrail;
  const baseline = deps.baselines.current();
  return {
    key,
    subject,
    guardrail: { id, title, why, docs, runbook: linkTo(baseline, runbookOf(id)) },
    severity: severityOf(guardrail, incident),
    mode,
    outcome: incident.outcome,
    incident: incident.id,
    differences: incident.differences,
    ...(incident.impact && { impact: incident.impact }),
    actions: incident.actions,
    causes: incident.causes,
    causeCount: incident.causeCount,
    notes,
    firstSeenAt: incident.openedAt,
    updatedAt: incident.updatedAt,
    baselineHash: baseline.hash,
    closed: incident.status === "closed",
  };
}

/**
 * An accepted drift is no emergency, and the end of a time-boxed grant is none; a failed revert is
 * one whatever it is about.
 */
function severityOf(guardrail: Guardrail, { outcome, differences }: Incident): Finding["severity"] {
  if (outcome === "EXEMPT") return "LOW";
  if (outcome === "FAILED") return "CRITICAL";
  const over = outcome === "REVERTED" || outcome === "RESOLVED" || outcome === "TOLERATED";
  const boxed = differences.every(({ tolerance }) => tolerance?.until !== undefined);
  return over && boxed && differences.length > 0
    ? "INFORMATIONAL"
    : severityOfDrift(guardrail, differences);
}

/** What differs, as far as that makes it another difference: words may change with time. */
function shortOf({ path, kind, expected, actual }: Difference): string {
  const text = JSON.stringify([path, kind, expected, actual]);
  return createHash("sha256").update(text).digest("base64url").slice(0, 12);
}
