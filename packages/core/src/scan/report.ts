/** Puts a report together out of what the sections gave. */
import type { Baseline } from "../baseline/model.ts";
import type { Severity } from "../drift.ts";
import type { Guardrail } from "../guardrail.ts";
import { linkTo, runbookOf } from "../links.ts";
import { exemptionLines } from "./exemptions.ts";
import type {
  ScanEntry,
  ScanGuardrail,
  ScanOrganization,
  ScanReport,
  ScanSection,
  ScanSummary,
} from "./model.ts";

export interface ReportParts
  extends Pick<ScanReport, "caller" | "id" | "kind" | "notes" | "scope" | "stage" | "startedAt"> {
  readonly finishedAt: string;
  readonly baseline: Baseline;
  /** See `ScanBaseline.directory`. */
  readonly directory?: string;
  /** Those that were asked. */
  readonly guardrails: readonly Guardrail[];
  readonly sections: readonly ScanSection[];
  readonly entries: readonly ScanEntry[];
}

export function reportOf(parts: ReportParts): ScanReport {
  const { baseline, directory, scope, sections, guardrails } = parts;
  const entries = parts.entries.toSorted(byPlace);
  return {
    version: 1,
    kind: parts.kind,
    id: parts.id,
    startedAt: parts.startedAt,
    finishedAt: parts.finishedAt,
    complete: sections.every(({ state }) => state === "READ"),
    organization: organizationOf(baseline),
    baseline: { hash: baseline.hash, ...(directory !== undefined && { directory }) },
    caller: parts.caller,
    ...(scope && { scope }),
    stage: parts.stage,
    guardrails: guardrails.map((guardrail) => headOf(guardrail, baseline)),
    sections: sections.toSorted((a, b) => compare(a.guardrail, b.guardrail)),
    entries,
    exemptions: exemptionLines(baseline, Date.parse(parts.startedAt)),
    summary: summaryOf(sections, entries),
    notes: parts.notes,
  };
}

/** Counts entries and sections. */
export function summaryOf(
  sections: readonly ScanSection[],
  entries: readonly ScanEntry[],
): ScanSummary {
  const count = (status: ScanEntry["status"]) =>
    entries.filter((entry) => entry.status === status).length;
  const drifted = entries.filter(({ status }) => status === "DRIFTED");
  const bySeverity: Partial<Record<Severity, number>> = {};
  for (const { severity } of drifted) bySeverity[severity] = (bySeverity[severity] ?? 0) + 1;
  return {
    inSync: sections.reduce((sum, { inSync }) => sum + inSync, 0),
    drifted: drifted.length,
    exempt: count("EXEMPT"),
    pending: count("PENDING"),
    unknown: count("UNKNOWN"),
    unread: sections.filter(({ state }) => state !== "READ").length,
    wouldRevert: drifted.filter(({ steps }) => steps.length > 0 && steps.every(({ runs }) => runs))
      .length,
    bySeverity,
  };
}

function headOf(
  { id, domain, title, why, docs, severity }: Guardrail,
  baseline: Baseline,
): ScanGuardrail {
  return { id, domain, title, why, docs, runbook: linkTo(baseline, runbookOf(id)), severity };
}

function organizationOf({ organization, units, accounts }: Baseline): ScanOrganization {
  return {
    id: organization.id,
    management: organization.management,
    units: units.map(({ path }) => path).toSorted(compare),
    accounts: accounts
      .map(({ id, name, unit }) => ({ id, name, unit }))
      .toSorted((a, b) => compare(a.unit, b.unit) || compare(a.name, b.name)),
  };
}

/** By unit, then subject, then guardrail; what is in no unit of the baseline comes last. */
function byPlace(a: ScanEntry, b: ScanEntry): number {
  const last = "\uffff";
  return (
    compare(a.subject.unit ?? last, b.subject.unit ?? last) ||
    compare(a.subject.name, b.subject.name) ||
    compare(a.key, b.key)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
