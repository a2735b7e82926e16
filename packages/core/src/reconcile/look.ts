/** One look at one key: observe, diff, decide, act, verify, remember, tell. */
import type { Action } from "../actions.ts";
import type { Clock } from "../clock.ts";
import { PENDING_AGAIN } from "../decide.ts";
import type { Difference, DriftStatus } from "../drift.ts";
import { messageOf } from "../errors.ts";
import type { ActionTaken, Impact, Outcome } from "../finding.ts";
import type { Guardrail } from "../guardrail.ts";
import type { Inspection } from "../inspection.ts";
import { formatKey, type ResourceKey } from "../key.ts";
import type { Caller, DelayedQueue, Log, Table } from "../ports.ts";
import type { Cause } from "../record.ts";
import type { Step } from "../step.ts";
import { atMost, modeOfDrift, modesOf, withoutSilent } from "./aspects.ts";
import type { Baselines } from "./baselines.ts";
import { type Incident, openIncident, withActions, withCauses } from "./incident.ts";
import { hasRecentEvent, type LookState } from "./look-state.ts";
import type { Outbox } from "./outbox.ts";
import type { Executor } from "./remediate.ts";
import { keep, recall } from "./remember.ts";
import type { Request } from "./request.ts";
import { remediateInRounds } from "./rounds.ts";
import { situate } from "./situation.ts";
import { spread } from "./spread.ts";
import { isPartOfStory } from "./story.ts";
import { isOverdue, tell } from "./tell.ts";
import { withEnds } from "./tolerance.ts";
import { isUnexplained, withinCap } from "./within-cap.ts";

/** Between two attempts at something that failed: doubles up to a quarter of an hour. Milliseconds. */
const setbackDelay = (setbacks: number) => Math.min(15_000 * 2 ** setbacks, 900_000);
/** After so many attempts that were refused for now, the refusal is taken to be for good. */
const PATIENCE = 4;

export interface LookDeps {
  readonly baselines: Baselines;
  readonly aws: Caller<Action>;
  readonly executor: Executor;
  readonly table: Table;
  readonly queue: DelayedQueue;
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
  /** What led here and could not be judged yet. */
  readonly unjudged?: readonly Cause[];
  /** Set if nothing can be said before another key is right, which has this one followed then. */
  readonly awaits?: ResourceKey;
}

/**
 * Looks at one key and does about it what `decide()` allows.
 * @param most nothing beyond this mode is done, whatever the baseline allows
 * @param state times of earlier writes to the key, for the breaker; when an event led here last
 * @param notes what must be said with whatever is found, e.g. that there is no lease
 */
export async function look(
  guardrail: Guardrail,
  { key, causes, most = "revert", blindSince }: Request,
  { writes, eventAt }: Pick<LookState, "eventAt" | "writes">,
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
  const seen = await inspect();
  const remembered = await recall(formatKey(key), deps);
  const earlier = remembered.incident?.grants ?? {};
  const { inspection, grants } = withEnds(seen, earlier, clock.now(), blindSince);
  const said = [...notes, ...remembered.notes];
  const open = remembered.incident?.status === "open" ? remembered.incident : undefined;
  const eventful = causes.length > 0 || hasRecentEvent(eventAt, clock.now());
  const unexplained = isUnexplained(open, eventful, inspection);
  const doubt = baselines.doubt();
  const known = { key, subject, writes, ...modes, inspection, doubt, unexplained };
  const situation = await situate(known, { ...deps, baseline }, said);
  const decision = await withinCap(situation, { ...deps, baseline });
  const { now } = situation;

  const differences = inspection.kind === "known" ? inspection.differences : [];
  const mode = modeOfDrift(differences.length > 0 ? differences : (open?.differences ?? []), modes);
  const context = { guardrail, key, subject, mode, causes, notes: said, deps };
  if (decision.kind === "wait") {
    const waiting = open && { ...open, updatedAt: iso(now) };
    if (waiting && isOverdue(waiting)) await tell(context, waiting, remembered);
    const result = { status: "PENDING", wrote: false, unjudged: causes } as const;
    const awaits = isBusy(inspection) ? undefined : guardrail.dependsOn(key, baseline)?.key;
    return awaits === undefined
      ? { ...result, againAt: now + decision.againMs, also: [] }
      : { ...result, awaits, also: [awaits] };
  }
  if (decision.kind === "none") {
    if (open) {
      const ended = withActions(open, open.attempting ?? []);
      const ours = ended.actions.some((action) => action.result === "done");
      const outcome = ours ? "REVERTED" : "RESOLVED";
      await askToFollow(ended);
      const partOfStory = await isPartOfStory(guardrail, key, ended, deps);
      await tell(
        { ...context, partOfStory },
        { ...close(ended, now), outcome, grants },
        remembered,
      );
      return { status: "IN_SYNC", outcome, wrote: false, also: [] };
    }
    return { status: "IN_SYNC", wrote: false, also: [] };
  }

  const at = iso(now);
  const before = inspection.kind === "known" ? inspection.live : null;
  const incident: Incident = withCauses(
    {
      ...(open ? explained(withoutAttempts(open)) : openIncident(formatKey(key), at, before)),
      ...(unexplained && { unexplained }),
      ...(Object.keys(grants).length > 0 && { grants }),
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
  // Neighbours are worth a look when something new is seen, not as long as it stands, nor where one
  // call has done it all.
  const news = open === undefined || !same(open.differences, incident.differences);
  // A table that fails has no story to tell, and the write must not wait for it.
  const partOfStory =
    remembered.version >= 0 && (await isPartOfStory(guardrail, key, incident, deps));
  const also =
    news && !partOfStory ? guardrail.neighbours(key, incident.differences, baseline) : [];
  if (decision.kind === "exempt") {
    await tell(context, { ...incident, outcome: "EXEMPT" }, remembered);
    return { status: "EXEMPT", outcome: "EXEMPT", wrote: false, also };
  }
  if (decision.kind === "tolerated") {
    const impact = news ? await impactOf(inspection, said) : incident.impact;
    const next = { ...incident, ...(impact && { impact }), outcome: "TOLERATED" as const };
    await tell(context, next, remembered);
    const { againAt } = decision;
    return { status: "EXEMPT", outcome: "TOLERATED", wrote: false, also: [], againAt };
  }

  // The before-state is in the table before anything is written.
  const kept =
    decision.run.length > 0
      ? await keep({ ...incident, attempting: attempts(decision.run, at) }, remembered, deps, said)
      : remembered;
  const plan = inspection.kind === "known" ? inspection.steps : [];
  const hands = { executor: deps.executor, clock, ledger: baselines, inspect };
  const remediation = await remediateInRounds(situation, decision, plan, hands);
  const { failed, waitsFor, wrote } = remediation;
  const late = remediation.outcome === "PENDING" && failed && incident.setbacks >= PATIENCE;
  const outcome = late ? "FAILED" : remediation.outcome;
  log.info("looked", { key: formatKey(key), outcome });
  const over = outcome === "REVERTED";
  const setback = outcome === "UNVERIFIED" || (!over && (failed || waitsFor.length > 0));
  const waits = waitsFor.length > 0 && !wrote && decision.withheld.length === 0;
  const after = clock.now();
  const impact = news ? await impactOf(inspection, said) : incident.impact;
  const next: Incident = {
    ...withActions(incident, remediation.actions),
    ...(impact && { impact }),
    ...(waits && { waits }),
    outcome,
    updatedAt: iso(after),
    setbacks: setback ? incident.setbacks + 1 : 0,
  };
  if (over) await askToFollow(next);
  // Again with each attempt, as whoever is at it may be dead. Without memory each attempt is the first.
  else if (remembered.version >= 0) await ask(waitsFor, news ? next.causes : []);
  await tell({ ...context, partOfStory }, over ? close(next, after) : next, kept);
  const pending = outcome === "PENDING" ? after + againMs(remediation.after) : undefined;
  const againAt = setback ? after + setbackDelay(next.setbacks) : (pending ?? decision.againAt);
  return {
    status: over ? "IN_SYNC" : pending === undefined ? "DRIFTED" : "PENDING",
    outcome,
    wrote,
    also,
    ...(againAt !== undefined && { againAt }),
  };

  /** Before the drift is written down as over: a crash between repeats the looks, not loses them. */
  async function askToFollow({ differences, causes }: Incident): Promise<void> {
    await ask(guardrail.follow(key, differences, baselines.current()), causes);
  }

  async function ask(keys: readonly ResourceKey[], causes: readonly Cause[]): Promise<void> {
    const changedAt = clock.now();
    const requests = keys.map((one) => ({ key: one, causes, changedAt, most }));
    for (const { message, delay } of spread(requests, 0)) await deps.queue.send(message, delay);
  }
}

/** Whether AWS itself is at it, so that no other key has to be right before. */
function isBusy(inspection: Inspection): boolean {
  return inspection.kind === "pending" && inspection.againMs !== undefined;
}

/** To the next look at something that AWS is working on. Milliseconds. */
function againMs(inspection: Inspection | undefined): number {
  return (inspection?.kind === "pending" ? inspection.againMs : undefined) ?? PENDING_AGAIN;
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

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function same(one: readonly Difference[], other: readonly Difference[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function close(incident: Incident, now: number): Incident {
  const rest = withoutAttempts(incident);
  return { ...rest, status: "closed", updatedAt: iso(now), setbacks: 0 };
}

function explained(incident: Incident): Incident {
  const { unexplained: _unexplained, ...rest } = incident;
  return rest;
}

/** Drift again: whatever was attempted has not held, or was undone. */
function withoutAttempts(incident: Incident): Incident {
  const { attempting: _attempting, waits: _waits, ...rest } = incident;
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
