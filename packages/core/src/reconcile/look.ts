/** One look at one key: observe, diff, decide, act, verify, remember, tell. */
import type { Action } from "../actions.ts";
import type { Baseline } from "../baseline/model.ts";
import { modeFor } from "../baseline/query.ts";
import type { Clock } from "../clock.ts";
import { decide } from "../decide.ts";
import type { Difference, DriftStatus } from "../drift.ts";
import type { ActionTaken, Outcome } from "../finding.ts";
import type { Guardrail } from "../guardrail.ts";
import { formatKey, type ResourceKey } from "../key.ts";
import type { Caller, Log, Table } from "../ports.ts";
import type { Cause } from "../record.ts";
import type { Step } from "../step.ts";
import { type Incident, openIncident, withActions, withCauses } from "./incident.ts";
import type { Outbox } from "./outbox.ts";
import { type Executor, remediate } from "./remediate.ts";
import { keep, recall } from "./remember.ts";
import { situate } from "./situation.ts";
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
  if (mode === "off") return { status: "NOT_CHECKED", wrote: false, also: [] };

  const inspect = () => guardrail.inspect(key, baseline, aws);
  const inspection = await inspect();
  const remembered = await recall(formatKey(key), deps);
  const said = [...notes, ...remembered.notes];
  const situation = await situate({ key, subject, writes, mode, inspection }, deps, said);
  const decision = decide(situation);
  const { now } = situation;

  if (decision.kind === "wait") {
    return {
      status: "PENDING",
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
      return { status: "IN_SYNC", outcome, wrote: false, also: [] };
    }
    return { status: "IN_SYNC", wrote: false, also: [] };
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
    wrote: remediation.wrote,
    also,
    ...(againAt !== undefined && { againAt }),
  };
}

function same(one: readonly Difference[], other: readonly Difference[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
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
