/** What the aspects of a guardrail make of a drift: modes and severities of their own. */
import type { Baseline, Mode } from "../baseline/model.ts";
import { aspectModeFor, higher, lower, modeFor } from "../baseline/query.ts";
import type { Difference, Severity } from "../drift.ts";
import type { Guardrail } from "../guardrail.ts";
import type { Inspection } from "../inspection.ts";

export interface Modes {
  readonly mode: Mode;
  /** By aspect. */
  readonly aspects: Readonly<Record<string, Mode>>;
}

/** The modes of a guardrail and its aspects in a unit. */
export function modesOf(guardrail: Guardrail, baseline: Baseline, unit?: string): Modes {
  const aspects = Object.entries(guardrail.aspects ?? {}).map(([name, { most }]) => [
    name,
    aspectModeFor(baseline, guardrail.id, { name, ...(most && { most }) }, unit),
  ]);
  return { mode: modeFor(baseline, guardrail.id, unit), aspects: Object.fromEntries(aspects) };
}

/** The modes, none beyond `most`. */
export function atMost({ mode, aspects }: Modes, most: Mode): Modes {
  const limited = Object.entries(aspects).map(([name, one]) => [name, lower(one, most)]);
  return { mode: lower(mode, most), aspects: Object.fromEntries(limited) };
}

/** Without the differences of aspects that are off: nobody is told of them. */
export function withoutSilent(inspection: Inspection, modes: Modes): Inspection {
  if (inspection.kind !== "known") return inspection;
  const differences = inspection.differences.filter((one) => modeOf(one, modes) !== "off");
  return differences.length === inspection.differences.length
    ? inspection
    : { ...inspection, differences };
}

/** How far Holdfast goes for a drift: the highest mode of what differs. */
export function modeOfDrift(differences: readonly Difference[], modes: Modes): Mode {
  const [first, ...rest] = differences.map((one) => modeOf(one, modes));
  return first === undefined ? modes.mode : rest.reduce(higher, first);
}

const SEVERITIES: readonly Severity[] = ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"];

/** How bad a drift is: as its worst difference. */
export function severityOfDrift(
  { aspects = {}, severity }: Guardrail,
  differences: readonly Difference[],
): Severity {
  const all = differences.map(
    ({ aspect }) => (aspect === undefined ? undefined : aspects[aspect]?.severity) ?? severity,
  );
  return all.toSorted((a, b) => SEVERITIES.indexOf(b) - SEVERITIES.indexOf(a))[0] ?? severity;
}

function modeOf({ aspect }: Difference, { mode, aspects }: Modes): Mode {
  return aspect === undefined ? mode : (aspects[aspect] ?? mode);
}
