/** One look at one key: observe, diff, decide, act, verify, remember, tell. */
import type { Action } from "../actions.ts";
import type { Baseline } from "../baseline/model.ts";
import { exemptionFor, modeFor } from "../baseline/query.ts";
import type { Clock } from "../clock.ts";
import { decide, type Situation } from "../decide.ts";
import type { DriftStatus } from "../drift.ts";
import { messageOf } from "../errors.ts";
import type { ActionTaken, Outcome } from "../finding.ts";
import type { Guardrail, Inspection } from "../guardrail.ts";
import { formatKey, type ResourceKey } from "../key.ts";
import type { Caller, Log, Table } from "../ports.ts";
import type { Cause } from "../record.ts";
import type { Step } from "../step.ts";
import { breakerUntil } from "./breaker.ts";
import { holdOn, pauseOn, readControls } from "./controls.ts";
import {
  createIncidents,
  type Incident,
  openIncident,
  withActions,
  withCauses,
} from "./incident.ts";
import type { Outbox } from "./outbox.ts";
import { type Executor, remediate } from "./remediate.ts";
import { tell } from "./tell.ts";

/** Between two attempts at something that failed: doubles up to a quarter of an hour. Milliseconds. */
const setbackDelay = (setbacks: number) => Math.min(15_000 * 2 ** setbacks, 900_000);

export interface LookDeps {
  readonly baseline: Baseline;
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
  readonly drifted: boolean;
  readonly wrote: boolean;
  /** Epoch milliseconds of a further look that the outcome asks for. */
  readonly againAt?: number;
  /** Other keys worth a look soon. */
  readonly also: readonly ResourceKey[];
}

/**
 * Looks at one key and does about it what `decide()` allows.
 * @param writes times of earlier writes to the key, for the breaker
 * @param notes what must be said with whatever is found, e.g. that there is no lease
 */
export async function look(
  guardrail: Guardrail,
  key: ResourceKey,
  causes: readonly Cause[],
  writes: readonly number[],
  notes: readonly string[],
  deps: LookDeps,
): Promise<LookResult> {
  const { baseline, aws, clock, log } = deps;
  const subject = guardrail.subject(key, baseline);
  const mode = modeFor(baseline, guardrail.id, subject.unit);
  if (mode === "off") return { status: "NOT_CHECKED", drifted: false, wrote: false, also: [] };

  const inspect = () => guardrail.inspect(key, baseline, aws);
  const inspection = await inspect();
  const remembered = await recall(formatKey(key), deps);
  const said = [...notes, ...remembered.notes];
  const situation = await situate(guardrail, key, {
    mode,
    inspection,
    writes,
    baseline,
    deps,
    said,
  });
  const decision = decide(situation);
  const { now } = situation;

  if (decision.kind === "wait") {
    return {
      status: "PENDING",
      drifted: false,
      wrote: false,
      againAt: now + decision.againMs,
      also: [],
    };
  }
  const context = { guardrail, key, subject, mode, causes, notes: said, deps };
  const open = remembered.incident?.status === "open" ? remembered.incident : undefined;
  if (decision.kind === "none") {
    if (open) {
      const ended = withActions(open, open.attempting ?? []);
      const ours = ended.actions.some((action) => action.result === "done");
      const outcome = ours ? "REVERTED" : "RESOLVED";
      await tell(context, { ...close(ended, now), outcome }, remembered);
      return { status: "IN_SYNC", outcome, drifted: false, wrote: false, also: [] };
    }
    return { status: "IN_SYNC", drifted: false, wrote: false, also: [] };
  }

  const at = new Date(now).toISOString();
  const before = inspection.kind === "known" ? inspection.live : null;
  const incident: Incident = withCauses(
    {
      ...(open ? withoutAttempts(open) : openIncident(formatKey(key), at, before)),
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
      drifted: false,
      wrote: false,
      againAt,
      also: [],
    };
  }
  const also =
    inspection.kind === "known" ? guardrail.neighbours(key, inspection.differences, baseline) : [];
  if (decision.kind === "exempt") {
    await tell(context, { ...incident, outcome: "EXEMPT" }, remembered);
    return { status: "EXEMPT", outcome: "EXEMPT", drifted: true, wrote: false, also };
  }

  // The before-state is in the table before anything is written.
  const kept =
    decision.run.length > 0
      ? await keep({ ...incident, attempting: attempts(decision.run, at) }, remembered, deps, said)
      : remembered;
  const plan = inspection.kind === "known" ? inspection.steps : [];
  const remediation = await remediate(decision, plan, { executor: deps.executor, clock, inspect });
  log.info("looked", { key: formatKey(key), outcome: remediation.outcome });
  const setback = remediation.outcome === "FAILED" || remediation.outcome === "UNVERIFIED";
  const after = clock.now();
  const next = {
    ...withActions(incident, remediation.actions),
    outcome: remediation.outcome,
    updatedAt: new Date(after).toISOString(),
    setbacks: setback ? incident.setbacks + 1 : 0,
  };
  await tell(context, remediation.outcome === "REVERTED" ? close(next, after) : next, kept);
  const againAt = setback ? after + setbackDelay(next.setbacks) : decision.againAt;
  return {
    status: remediation.outcome === "REVERTED" ? "IN_SYNC" : "DRIFTED",
    outcome: remediation.outcome,
    drifted: true,
    wrote: remediation.wrote,
    also,
    ...(againAt !== undefined && { againAt }),
  };
}

function close(incident: Incident, now: number): Incident {
  const rest = withoutAttempts(incident);
  return { ...rest, status: "closed", updatedAt: new Date(now).toISOString(), setbacks: 0 };
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

/** What the table remembers of a key; without it the look goes on, and says so. */
export interface Remembered {
  readonly incident?: Incident;
  readonly version: number;
  readonly notes: readonly string[];
}

async function recall(key: string, { table, log }: LookDeps): Promise<Remembered> {
  try {
    return { ...(await createIncidents(table).latest(key)), notes: [] };
  } catch (error) {
    log.error("the incident table can't be read", { error: messageOf(error) });
    return {
      version: -1,
      notes: [`The incident table can't be read (${messageOf(error)}): no history, no undo.`],
    };
  }
}

async function keep(
  incident: Incident,
  remembered: Remembered,
  { table, log }: LookDeps,
  said: string[],
): Promise<Remembered> {
  if (remembered.version < 0) return remembered;
  try {
    const incidents = createIncidents(table);
    const version = await incidents.save(incident, remembered.version, remembered.incident);
    return { incident, version, notes: remembered.notes };
  } catch (error) {
    log.error("the before-state can't be kept", { error: messageOf(error) });
    said.push(
      `The state before could not be kept (${messageOf(error)}): this can't be undone from the table.`,
    );
    return { ...remembered, version: -1 };
  }
}

/** Gathers what `decide()` weighs; pauses and holds are read only when there is something to stop. */
async function situate(
  guardrail: Guardrail,
  key: ResourceKey,
  known: {
    mode: Situation["mode"];
    inspection: Inspection;
    writes: readonly number[];
    baseline: Baseline;
    deps: LookDeps;
    said: string[];
  },
): Promise<Situation> {
  const { mode, inspection, writes, baseline, deps, said } = known;
  const now = deps.clock.now();
  const subject = guardrail.subject(key, baseline);
  const base: Situation = { now, mode, inspection };
  if (inspection.kind !== "known" || inspection.steps.length === 0) {
    return withExemption(base, exemptionFor(baseline, guardrail.id, subject.name, now));
  }
  const until = breakerUntil(writes, now);
  const withRest = {
    ...withExemption(base, exemptionFor(baseline, guardrail.id, subject.name, now)),
    ...(until !== undefined && { breakerUntil: until }),
  };
  if (mode === "alert") return withRest;
  try {
    const controls = await readControls(deps.table);
    const pause = pauseOn(controls, key, now);
    const hold = holdOn(controls, subject, now);
    return { ...withRest, ...(pause && { pause }), ...(hold && { hold }) };
  } catch (error) {
    // A hold that can't be read may be in force: access is not given back. Taking it away is safe.
    said.push(
      `Pauses and holds can't be read (${messageOf(error)}): no access is given back meanwhile.`,
    );
    const on = subject.resourceId;
    return { ...withRest, hold: { on, reason: "pauses and holds can't be read", by: "Holdfast" } };
  }
}

function withExemption(situation: Situation, exemption: Situation["exemption"]): Situation {
  return exemption === undefined ? situation : { ...situation, exemption };
}
