/**
 * One slice of a scan: as much as an invocation has time for. What was read and what was found is in
 * the table, so the next one goes on where this one stopped, or died.
 */
import type { Action } from "../../actions.ts";
import type { Baseline } from "../../baseline/model.ts";
import type { Clock } from "../../clock.ts";
import type { Domain, Guardrail } from "../../guardrail.ts";
import { type Json, memberOf } from "../../json.ts";
import type { Caller, DelayedQueue, Log, Table } from "../../ports.ts";
import { createIncidents } from "../../reconcile/incident.ts";
import { spread } from "../../reconcile/spread.ts";
import type { Answers } from "../answers.ts";
import { createExamine } from "../examine.ts";
import type { ScanCaller, ScanEntry, ScanReport, ScanSection } from "../model.ts";
import { isOutOfTime, mayPass } from "../reason.ts";
import { reportOf } from "../report.ts";
import { guardrailsIn, isWhole } from "../scope.ts";
import { readSection, type SectionResult } from "../section.ts";
import { type Chunks, createChunks } from "./chunks.ts";
import { claim, type ScanMessage } from "./claim.ts";
import { openJournal } from "./journal.ts";
import { requestsOf } from "./requests.ts";
import { createStateStore, type FinishedScan, partitionOf, type ScanState } from "./state.ts";

/** Between the end of a slice's time and the moment from which it counts as dead. Milliseconds. */
const GRACE = 15_000;
/** A scan that has not ended by then ends with what it has. Milliseconds. */
const PATIENCE = 6 * 3_600_000;
/** How often a section may fail at something that may pass. */
const ATTEMPTS = 3;
/** Seconds to the next slice where AWS was busy. */
const BUSY_AGAIN = 60;
/** Entries that are told what they mean for access: comparing policies takes its time. */
const IMPACTS = 50;

export interface SliceDeps {
  readonly baseline: Baseline;
  /** See `Baselines.doubt`. */
  readonly doubt?: string | undefined;
  readonly guardrails: readonly Guardrail[];
  readonly table: Table;
  /** The scan's own. */
  readonly queue: DelayedQueue;
  /** Of each domain that has guardrails. */
  readonly queues: Readonly<Partial<Record<Domain, DelayedQueue>>>;
  /** Reads, each once. */
  aws(answers: Answers): Caller<Action>;
  /** Keeps the report. Returns where. */
  store(report: ScanReport): Promise<string>;
  /** Tells people, once. */
  tell(report: ScanReport, where: string): Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  /** Unique to this invocation. */
  readonly holder: string;
  /** Epoch milliseconds: no read is started after it. */
  readonly deadline: number;
  readonly caller: ScanCaller;
  readonly stage: string;
}

export type SliceResult =
  | {
      readonly status: "FINISHED";
      readonly report: ScanReport;
      readonly where: string;
      /** The last scan before it that read everything. */
      readonly last?: FinishedScan;
    }
  /** Guardrails that are not read to their end yet. */
  | { readonly status: "CONTINUES"; readonly id: string; readonly open: readonly string[] }
  | { readonly status: "BUSY"; readonly id: string }
  | { readonly status: "OVER" };

/** Throws what the table and the sinks throw: the message comes back then, and goes on. */
export async function runSlice(message: ScanMessage, deps: SliceDeps): Promise<SliceResult> {
  const { table, clock, queue, holder, deadline } = deps;
  const store = createStateStore(table);
  const { state: current, version } = await store.read();
  const claimed = claim(current, message, { holder, until: deadline + GRACE }, clock.now());
  if (claimed.kind === "busy") return { status: "BUSY", id: claimed.id };
  if (claimed.kind === "over") return { status: "OVER" };
  let { state } = claimed;
  let written = await store.write(state, version);
  const save = async (changes: Partial<ScanState>): Promise<void> => {
    state = { ...state, ...changes };
    written = await store.write(state, written);
  };
  // Before anything else: should this slice die, somebody comes when its turn is over.
  const { id } = state;
  await queue.send({ holdfast: "scan", id }, untilDead(deadline, clock));

  const chunks = createChunks(table, clock, partitionOf(id));
  const { open, wait } = await readOn(deps, () => state, save, chunks);
  if (open.length > 0) {
    await save({ until: clock.now() });
    await queue.send({ holdfast: "scan", id }, wait);
    return { status: "CONTINUES", id, open };
  }

  const { last } = state;
  const report = await assemble(deps, state, chunks);
  const where = await deps.store(report);
  if (state.phase === "reading") await save({ phase: "telling" });
  if (worthTelling(report)) await deps.tell(report, where);
  const { startedAt, finishedAt, complete } = report;
  const whole = complete && isWhole(state.scope);
  await save({ phase: "done", ...(whole && { last: { id, startedAt, finishedAt } }) });
  return { status: "FINISHED", report, where, ...(last && { last }) };
}

/** Reads the sections that are open, all at once; each result is kept as soon as it is there. */
async function readOn(
  deps: SliceDeps,
  state: () => ScanState,
  save: (changes: Partial<ScanState>) => Promise<void>,
  chunks: Chunks,
): Promise<{ readonly open: readonly string[]; readonly wait: number }> {
  const { baseline, doubt, table, clock, log, queues } = deps;
  const { scope, slice, startedAt } = state();
  const begun = guardrailsIn(scope, deps.guardrails).filter(
    ({ id }) => state().sections[id]?.slice === undefined,
  );
  if (begun.length === 0) return { open: [], wait: 0 };
  const journal = await openJournal(chunks, slice);
  const aws = deps.aws(journal.answers);
  const notes = new Set<string>();
  const examine = createExamine({ baseline, table, clock, scope, doubt, impacts: IMPACTS, notes });
  const expired = clock.now() - Date.parse(startedAt) > PATIENCE;
  const incidents = createIncidents(table);
  const open: string[] = [];
  let wait = 0;
  // One after the other: what they write is one item.
  let saving = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    saving = saving.then(work);
    return saving;
  };

  async function read(guardrail: Guardrail): Promise<void> {
    const { id, domain } = guardrail;
    const { asOf = new Date(clock.now()).toISOString(), attempts = 0 } = state().sections[id] ?? {};
    const watchedFor = new Set(await incidents.open(id));
    const retries = (error: unknown): boolean =>
      !expired && (isOutOfTime(error) || (mayPass(error) && attempts + 1 < ATTEMPTS));
    let result: SectionResult;
    try {
      const rotations = state().rotations?.[id] ?? {};
      const { accounts } = scope;
      const section = { baseline, aws, clock, examine, asOf, accounts, rotations, watchedFor };
      result = await readSection(guardrail, { ...section, retries });
    } catch (error) {
      if (!retries(error)) throw error;
      open.push(id);
      const failed = isOutOfTime(error) ? 0 : 1;
      if (failed > 0) wait = BUSY_AGAIN;
      return inTurn(() => keep(id, { asOf, attempts: attempts + failed }));
    }
    log.info("section read", {
      guardrail: id,
      state: result.section.state,
      keys: result.section.keys,
    });
    return inTurn(async () => {
      await chunks.write(sectionName(id, slice), elementsOf(result));
      const requests = requestsOf(result, watchedFor, scope, clock.now());
      for (const one of spread(requests)) await queues[domain]?.send(one.message, one.delay);
      const { rotations } = result;
      await keep(id, { asOf, attempts, slice }, rotations && { [id]: rotations });
    });
  }

  function keep(
    id: string,
    section: ScanState["sections"][string],
    turned: ScanState["rotations"] = {},
  ): Promise<void> {
    const { sections, rotations } = state();
    return save({
      sections: { ...sections, [id]: section },
      rotations: { ...rotations, ...turned },
    });
  }

  const settled = await Promise.allSettled(begun.map(read));
  if (open.length > 0) await journal.flush();
  for (const one of settled) if (one.status === "rejected") throw one.reason;
  return { open, wait };
}

/** Puts the report together from what all slices have kept. */
async function assemble(deps: SliceDeps, state: ScanState, chunks: Chunks): Promise<ScanReport> {
  const { baseline, clock, caller, stage } = deps;
  const guardrails = guardrailsIn(state.scope, deps.guardrails);
  const sections: ScanSection[] = [];
  const entries: ScanEntry[] = [];
  for (const { id } of guardrails) {
    const { slice = 0 } = state.sections[id] ?? {};
    for (const element of await chunks.read(sectionName(id, slice))) {
      // Written by `elementsOf`: only entries have a key.
      if (memberOf(element, "key") === undefined) sections.push(element as unknown as ScanSection);
      else entries.push(element as unknown as ScanEntry);
    }
  }
  return reportOf({
    kind: "scan",
    id: state.id,
    startedAt: state.startedAt,
    finishedAt: new Date(clock.now()).toISOString(),
    baseline,
    caller,
    ...(!isWhole(state.scope) || state.scope.mode !== undefined ? { scope: state.scope } : {}),
    stage: { kind: "read", name: stage },
    guardrails,
    sections,
    entries,
    notes: [],
  });
}

/** Accounts of a subject that are listed: more would not fit into an item of the table. */
const ACCOUNTS = 10_000;

/** A section's result as elements of a list: the sections, then the entries. */
function elementsOf({ section, parts, entries }: SectionResult): Json[] {
  const limited = entries.map(({ subject, ...rest }) => {
    return { ...rest, subject: { ...subject, accounts: subject.accounts.slice(0, ACCOUNTS) } };
  });
  return [section, ...parts, ...limited] as unknown as Json[];
}

function sectionName(guardrail: string, slice: number): string {
  return `section#${guardrail}#${String(slice).padStart(5, "0")}`;
}

/** Something to do for people, or something they must not take for clean. */
function worthTelling({ complete, summary }: ScanReport): boolean {
  return !complete || summary.drifted + summary.pending + summary.unknown > 0;
}

/** Seconds until a slice counts as dead, for the message that comes then. */
function untilDead(deadline: number, clock: Clock): number {
  return Math.min(Math.ceil((deadline + GRACE - clock.now()) / 1000) + 1, 900);
}
