/** One look at one key: observe, diff, decide, act, verify, remember, tell. */
import type { Action } from "../actions.ts";
import type { Baseline } from "../baseline/model.ts";
import type { Clock } from "../clock.ts";
import { type Decision, decide, type Situation } from "../decide.ts";
import type { Difference, DriftStatus } from "../drift.ts";
import { messageOf } from "../errors.ts";
import type { ActionTaken, Impact, Outcome } from "../finding.ts";
import type { Guardrail, Inspection } from "../guardrail.ts";
import { formatKey, type ResourceKey } from "../key.ts";
import type { Caller, Log, Table } from "../ports.ts";
import type { Cause } from "../record.ts";
import { removes, type Step } from "../step.ts";
import { atMost, modeOfDrift, modesOf, withoutSilent } from "./aspects.ts";
import type { Baselines } from "./baselines.ts";
import { type Incident, openIncident, withActions, withCauses } from "./incident.ts";
import type { Outbox } from "./outbox.ts";
import { type Executor, remediate } from "./remediate.ts";
import { keep, recall } from "./remember.ts";
import { bookRemovals } from "./removals.ts";
import type { Request } from "./request.ts";
import { situate } from "./situation.ts";
import { tell } from "./tell.ts";

/** Between two attempts at something that failed: doubles up to a quarter of an hour. Milliseconds. */
const setbackDelay = (setbacks: number) => Math.min(15_000 * 2 ** setbacks, 900_000);
/** To the next look at something that AWS is working on. Milliseconds. */
const PENDING_AGAIN = 15_000;

export interface LookDeps {
  readonly baselines: Baselines;
  readonly aws: Caller<Action>;
  readonly executor: Executor;
  readonly table: Table;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly log: Log;
}

export interface LookResult {
  readonly status: DriftStatus;
  /** What became of the drift, if there was one. */
  readonly outcome?: Outcome;
  readonly wrote: boolean;
  /** Epoch milliseconds of a further look that the outcome asks for. */
  readonly againAt?: number;
  /** Other keys worth a look soon. */
  readonly also: readonly ResourceKey[];
  /** Keys that this drift took along, now that it is over; with what caused it. */
  readonly follow?: { readonly keys: readonly ResourceKey[]; readonly causes: readonly Cause[] };
}

/**
 * Looks at one key and does about it what `decide()` allows.
 * @param most nothing beyond this mode is done, whatever the baseline allows
 * @param writes times of earlier writes to the key, for the breaker
 * @param notes what must be said with whatever is found, e.g. that there is no lease
 */
export async function look(
  guardrail: Guardrail,
  { key, causes, most = "revert" }: Request,
  writes: readonly number[],
  notes: readonly string[],
  deps: LookDeps,
): Promise<LookResult> {
  const { baselines, aws, clock, log } = deps;
  const baseline = baselines.current();
  const subject = guardrail.subject(key, baseline);
  const modes = atMost(modesOf(guardrail, baseline, subject.unit), most);
  if (modes.mode === "off") return { status: "NOT_CHECKED", wrote: false, also: [] };

  const inspect = async () => {
    const found = await guardrail.inspect(key, baselines.current(), aws, baselines.refresh);
    return withoutSilent(found, modes);
  };
  const inspection = await inspect();
  const remembered = await recall(formatKey(key), deps);
  const said = [...notes, ...remembered.notes];
  const open = remembered.incident?.status === "open" ? remembered.incident : undefined;
  const unexplained = isUnexplained(open, causes, inspection);
  const doubt = baselines.doubt();
  const known = { key, subject, writes, ...modes, inspection, doubt, unexplained };
  const situation = await situate(known, { ...deps, baseline }, said);
  const decision = await withinCap(situation, { ...deps, baseline });
  const { now } = situation;

  if (decision.kind === "wait") {
    return {
      status: "PENDING",
      wrote: false,
      againAt: now + decision.againMs,
      also: [],
    };
  }
  const differences = inspection.kind === "known" ? inspection.differences : [];
  const mode = modeOfDrift(differences.length > 0 ? differences : (open?.differences ?? []), modes);
  const context = { guardrail, key, subject, mode, causes, notes: said, deps };
  if (decision.kind === "none") {
    if (open) {
      const ended = withActions(open, open.attempting ?? []);
      const ours = ended.actions.some((action) => action.result === "done");
      const outcome = ours ? "REVERTED" : "RESOLVED";
      await tell(context, { ...close(ended, now), outcome }, remembered);
      const follow = following(ended);
      return { status: "IN_SYNC", outcome, wrote: false, also: [], ...(follow && { follow }) };
    }
    return { status: "IN_SYNC", wrote: false, also: [] };
  }

  const at = new Date(now).toISOString();
  const before = inspection.kind === "known" ? inspection.live : null;
  const incident: Incident = withCauses(
    {
      ...(open ? explained(withoutAttempts(open)) : openIncident(formatKey(key), at, before)),
      ...(unexplained && { unexplained }),
      updatedAt: at,
      ...(inspection.kind === "known" && { differences: inspection.differences }),
    },
    causes,
  );
  if (decision.kind === "unknown") {
    const next = { ...incident, outcome: "UNKNOWN" as const, setbacks: incident.setbacks + 1 };
    await tell({ ...context, notes: [...said, decision.because] }, next, remembered);
    const againAt = now + setbackDelay(next.setbacks);
    return {
      status: "UNKNOWN",
      outcome: "UNKNOWN",
      wrote: false,
      againAt,
      also: [],
    };
  }
  // Neighbours are worth a look when something new is seen, not as long as it stands.
  const news = open === undefined || !same(open.differences, incident.differences);
  const also = news ? guardrail.neighbours(key, incident.differences, baseline) : [];
  if (decision.kind === "exempt") {
    await tell(context, { ...incident, outcome: "EXEMPT" }, remembered);
    return { status: "EXEMPT", outcome: "EXEMPT", wrote: false, also };
  }

  // The before-state is in the table before anything is written.
  const kept =
    decision.run.length > 0
      ? await keep({ ...incident, attempting: attempts(decision.run, at) }, remembered, deps, said)
      : remembered;
  const plan = inspection.kind === "known" ? inspection.steps : [];
  const { executor } = deps;
  const remediation = await remediate(decision, plan, {
    executor,
    clock,
    ledger: baselines,
    inspect,
  });
  log.info("looked", { key: formatKey(key), outcome: remediation.outcome });
  const setback = remediation.outcome === "FAILED" || remediation.outcome === "UNVERIFIED";
  const after = clock.now();
  const impact = news ? await impactOf(inspection, said) : incident.impact;
  const next: Incident = {
    ...withActions(incident, remediation.actions),
    ...(impact && { impact }),
    outcome: remediation.outcome,
    updatedAt: new Date(after).toISOString(),
    setbacks: setback ? incident.setbacks + 1 : 0,
  };
  const over = remediation.outcome === "REVERTED";
  await tell(context, over ? close(next, after) : next, kept);
  const pending = remediation.outcome === "PENDING" ? after + PENDING_AGAIN : undefined;
  const againAt = setback ? after + setbackDelay(next.setbacks) : (pending ?? decision.againAt);
  const follow = over ? following(next) : undefined;
  return {
    status: over ? "IN_SYNC" : pending === undefined ? "DRIFTED" : "PENDING",
    outcome: remediation.outcome,
    wrote: remediation.wrote,
    also,
    ...(againAt !== undefined && { againAt }),
    ...(follow && { follow }),
  };

  function following({ differences, causes }: Incident): LookResult["follow"] {
    const keys = guardrail.follow(key, differences, baselines.current());
    return keys.length > 0 ? { keys, causes } : undefined;
  }
}

/**
 * Whether no event leads to what differs. An event of an incident that began without one explains
 * what is new in it; one of our own removals, say, explains nothing of the rest.
 */
function isUnexplained(
  open: Incident | undefined,
  causes: readonly Cause[],
  inspection: Inspection,
): boolean {
  if (open === undefined) return causes.length === 0;
  if (open.unexplained === undefined) return false;
  if (causes.length === 0 || inspection.kind !== "known") return true;
  const known = new Set(open.differences.map((one) => JSON.stringify(one)));
  return inspection.differences.every((one) => known.has(JSON.stringify(one)));
}

/** Decides, and takes what would be removed out of this hour's cap; others may have been quicker. */
async function withinCap(
  situation: Situation,
  {
    baseline,
    clock,
    table,
    log,
  }: Pick<LookDeps, "clock" | "log" | "table"> & { baseline: Baseline },
): Promise<Decision> {
  const decision = decide(situation);
  const { removals } = situation;
  if (removals === undefined || decision.kind !== "act") return decision;
  const count = decision.run.filter(removes).length;
  if (count === 0) return decision;
  try {
    if (await bookRemovals({ baseline, clock, table }, removals.scope, count)) return decision;
  } catch (error) {
    log.error("removals can't be counted", { error: messageOf(error) });
  }
  return decide({ ...situation, removals: { ...removals, left: 0 } });
}

/** What it means for access is worth saying, and never worth a failed look. */
async function impactOf(inspection: Inspection, said: string[]): Promise<Impact | undefined> {
  try {
    return inspection.kind === "known" ? await inspection.impact?.() : undefined;
  } catch (error) {
    said.push(`What this means for access could not be computed: ${messageOf(error)}`);
    return undefined;
  }
}

function same(one: readonly Difference[], other: readonly Difference[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function close(incident: Incident, now: number): Incident {
  const rest = withoutAttempts(incident);
  return { ...rest, status: "closed", updatedAt: new Date(now).toISOString(), setbacks: 0 };
}

function explained(incident: Incident): Incident {
  const { unexplained: _unexplained, ...rest } = incident;
  return rest;
}

/** Drift again: whatever was attempted has not held, or was undone. */
function withoutAttempts(incident: Incident): Incident {
  const { attempting: _attempting, ...rest } = incident;
  return rest;
}

/** What the next look says of these steps if this one is killed before it can. */
function attempts(steps: readonly Step[], at: string): readonly ActionTaken[] {
  const detail = "the function ended before it could confirm this; a later re-read did";
  return steps.map(({ action, reason, effect }) => ({
    action,
    reason,
    effect,
    result: "done" as const,
    detail,
    at,
  }));
}
