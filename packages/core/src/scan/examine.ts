/** One key as a scan found it, weighed as the engine would: an entry of the report, or nothing to say. */
import type { Baseline } from "../baseline/model.ts";
import type { Clock } from "../clock.ts";
import { type Decision, decide, type RemovalCap } from "../decide.ts";
import { messageOf } from "../errors.ts";
import type { Impact } from "../finding.ts";
import type { Guardrail } from "../guardrail.ts";
import type { Inspection } from "../inspection.ts";
import { formatKey, type ResourceKey } from "../key.ts";
import type { Table } from "../ports.ts";
import {
  atMost,
  modeOfDrift,
  modesOf,
  severityOfDrift,
  withoutSilent,
} from "../reconcile/aspects.ts";
import { latestIncident } from "../reconcile/incident.ts";
import type { LookState } from "../reconcile/look-state.ts";
import { situate } from "../reconcile/situation.ts";
import { withEnds } from "../reconcile/tolerance.ts";
import { removes, type Step } from "../step.ts";
import { exemptionLine } from "./exemptions.ts";
import type { ScanEntry, ScanScope, ScanStep } from "./model.ts";
import { isIn } from "./scope.ts";

/** What became of a key: `outside` the scope or switched off, in sync, or worth an entry. */
export type Examined =
  | { readonly kind: "outside" }
  | { readonly kind: "off" }
  | { readonly kind: "in-sync" }
  | { readonly kind: "entry"; readonly entry: ScanEntry };

export type Examine = (
  guardrail: Guardrail,
  key: ResourceKey,
  inspection: Inspection,
) => Promise<Examined>;

export interface ExamineDeps {
  readonly baseline: Baseline;
  /** Pauses, holds, counts, leases and incidents of the stage; an empty one where none is known. */
  readonly table: Pick<Table, "get" | "query">;
  readonly clock: Clock;
  readonly scope: ScanScope;
  /** See `Baselines.doubt`. */
  readonly doubt?: string | undefined;
  /** How many entries are told what they mean for access: comparing policies takes its time. */
  readonly impacts: number;
  /** What must be said about the whole. */
  readonly notes: Set<string>;
}

/** Returns what examines one key after the other; removals add up over all of them. */
export function createExamine(deps: ExamineDeps): Examine {
  const { baseline, clock, scope, notes } = deps;
  const table = rememberingShared(deps.table);
  const removed = new Map<string, number>();
  let impacts = deps.impacts;

  function left(cap: RemovalCap): RemovalCap {
    return { ...cap, left: Math.max(0, cap.left - (removed.get(cap.scope) ?? 0)) };
  }

  async function impactOf(inspection: Inspection): Promise<Impact | undefined> {
    if (inspection.kind !== "known" || inspection.impact === undefined || impacts <= 0) {
      return undefined;
    }
    impacts -= 1;
    try {
      return await inspection.impact();
    } catch (error) {
      notes.add(`What a drift means for access could not be computed: ${messageOf(error)}`);
      return undefined;
    }
  }

  /** What the table knows, or nothing if it fails: the drift is worth telling all the same. */
  async function known<T>(asked: Promise<T>): Promise<T | undefined> {
    try {
      return await asked;
    } catch (error) {
      notes.add(`The incident table can't be read: ${messageOf(error)}`);
      return undefined;
    }
  }

  return async (guardrail, key, found) => {
    const subject = guardrail.subject(key, baseline);
    if (!isIn(scope, key, subject)) return { kind: "outside" };
    const allowed = modesOf(guardrail, baseline, subject.unit);
    if (allowed.mode === "off") return { kind: "off" };
    const modes = atMost(allowed, scope.mode ?? "revert");
    const seen = withoutSilent(found, allowed);
    if (seen.kind === "known" && seen.differences.length === 0) {
      return { kind: "in-sync" };
    }
    const said: string[] = [];
    const id = formatKey(key);
    const latest = (await known(latestIncident(table, id)))?.incident;
    const incident = latest?.status === "open" ? latest : undefined;
    // Nothing is remembered here: what is seen for the first time counts from now, as a look would say.
    const { inspection } = withEnds(seen, latest?.grants ?? {}, clock.now());
    const writes = (await known(writesOf(id, table))) ?? [];
    const unexplained = incident === undefined || incident.unexplained === true;
    const { doubt } = deps;
    const given = await situate(
      { key, subject, writes, ...modes, inspection, doubt, unexplained },
      { baseline, clock, table },
      said,
    );
    const situation = { ...given, ...(given.removals && { removals: left(given.removals) }) };
    const decision = decide(situation);
    if (situation.removals && decision.kind === "act") {
      const more = decision.run.filter(removes).length;
      removed.set(guardrail.id, (removed.get(guardrail.id) ?? 0) + more);
    }
    for (const note of said) notes.add(note);

    const differences = inspection.kind === "known" ? inspection.differences : [];
    const impact = await impactOf(inspection);
    const reason = reasonIn(inspection);
    const entry: ScanEntry = {
      key: id,
      guardrail: guardrail.id,
      subject,
      status: statusOf(inspection, decision),
      severity:
        decision.kind === "tolerated" ? "INFORMATIONAL" : severityOfDrift(guardrail, differences),
      mode: modeOfDrift(differences, modes),
      ...(reason !== undefined && { reason }),
      differences,
      ...(impact && { impact }),
      steps: stepsOf(inspection, decision),
      ...(situation.exemption && {
        exemption: exemptionLine(situation.exemption.exemption, situation.now),
      }),
      causes: incident?.causes ?? [],
      ...(incident && { incident: incident.id }),
    };
    return { kind: "entry", entry };
  };
}

function statusOf(inspection: Inspection, decision: Decision): ScanEntry["status"] {
  if (inspection.kind === "unknown") return "UNKNOWN";
  if (inspection.kind === "pending") return "PENDING";
  return decision.kind === "exempt" || decision.kind === "tolerated" ? "EXEMPT" : "DRIFTED";
}

function reasonIn(inspection: Inspection): string | undefined {
  if (inspection.kind === "unknown") return inspection.error.message;
  return inspection.kind === "pending" ? inspection.reason : undefined;
}

/** Every step of the plan, in its order, with what `decide()` says about it. */
function stepsOf(inspection: Inspection, decision: Decision): ScanStep[] {
  if (inspection.kind !== "known") return [];
  const withheld = new Map<Step, string>();
  if (decision.kind === "act" || decision.kind === "exempt" || decision.kind === "tolerated") {
    for (const { step, because } of decision.withheld) withheld.set(step, because);
  }
  const off = decision.kind === "none" ? "mode off: nothing is written" : undefined;
  return inspection.steps.map((step) => {
    const because = withheld.get(step) ?? off;
    return {
      action: step.action,
      effect: step.effect,
      reason: step.reason,
      runs: because === undefined,
      ...(because !== undefined && { withheld: because }),
      removes: removes(step),
    };
  });
}

type Reads = Pick<Table, "get" | "query">;

/** What the breaker counts. */
async function writesOf(key: string, table: Reads): Promise<readonly number[]> {
  const item = await table.get(key, "lease");
  // Written by `leases.ts` alone, with this shape.
  return (item?.body as unknown as LookState | undefined)?.writes ?? [];
}

/** What all keys ask for alike is read once: pauses and holds, and the count of removals. */
function rememberingShared(table: Reads): Reads {
  const shared = new Map<string, Promise<unknown>>();
  return {
    get: (partition, sort) => table.get(partition, sort),
    query(partition, prefix) {
      const id = JSON.stringify([partition, prefix]);
      const earlier = shared.get(id) ?? table.query(partition, prefix);
      shared.set(id, earlier);
      return earlier as ReturnType<Table["query"]>;
    },
  };
}
