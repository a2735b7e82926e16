/** What `scan` and `plan` share: read everything with the caller's credentials and say what differs. */
import { createCaller } from "@holdfast/aws";
import type { Action, Baseline } from "@holdfast/core";
import {
  declaredNames,
  type LoadedBaseline,
  loadWithPlaces,
  openBaselineDirectory,
  placeOf,
} from "@holdfast/core/baseline";
import {
  createAnswers,
  NOTHING_KEPT,
  type ScanReport,
  type ScanScope,
  scan,
} from "@holdfast/core/scan";
import { guardrails, tripwires } from "@holdfast/guardrails";
import { chooseDirectory } from "../baseline.ts";
import { fromHere } from "../validate/paths.ts";
import { type Connection, connect } from "./connect.ts";
import { withCulprits } from "./culprits.ts";
import { isLocal, type LiveOptions } from "./options.ts";
import { createProgress } from "./progress.ts";
import { readStage, type StageState } from "./stage.ts";

export interface LiveScanOptions extends LiveOptions {
  readonly baseline?: string;
  readonly stage?: string;
}

/** @param scope left out: everything */
export async function liveScan(
  kind: ScanReport["kind"],
  options: LiveScanOptions,
  scope?: ScanScope,
): Promise<ScanReport> {
  const directory = chooseDirectory(options.baseline);
  const loaded = loadWithPlaces(
    openBaselineDirectory(directory),
    declaredNames(guardrails, tripwires),
  );
  const progress = createProgress(process.stderr);
  const connection = await connect(loaded.baseline, options);
  const { caller } = connection;
  process.stderr.write(`Account ${caller.account}, as ${caller.role ?? caller.arn}\n`);
  // What `holdfast lab` deploys is the stage "lab".
  const stage = options.stage ?? (isLocal(options, process.env) ? "lab" : "production");
  const state = await stateFor(kind, loaded.baseline, stage, connection);
  const { baseline } = state;
  const report = await scan({
    kind,
    baseline,
    directory: fromHere(directory)("."),
    guardrails,
    aws: createCaller({
      ...connection.calls,
      elsewhere: connection.intoAccounts(stage),
      declared: readsOf(),
      answers: createAnswers(),
    }),
    table: state.table,
    rotations: state.rotations,
    clock: connection.calls.clock,
    ...(scope && { scope }),
    caller,
    stage: state.stage,
    onProgress: ({ keys, reading }) => progress.show(`${keys} read; at ${reading.join(", ")}`),
  });
  progress.show("asking CloudTrail who did it");
  const explained = await withCulprits(report, guardrails, baseline, connection);
  progress.end();
  return withPlaces(explained, loaded);
}

async function stateFor(
  kind: ScanReport["kind"],
  baseline: Baseline,
  stage: string,
  connection: Connection,
): Promise<StageState> {
  if (kind === "scan") return { stage: { kind: "none" }, table: NOTHING_KEPT, baseline };
  return readStage(baseline, stage, connection);
}

function readsOf(): Action[] {
  return [...new Set(guardrails.flatMap(({ reads }) => reads.map(({ action }) => action)))];
}

function withPlaces(report: ScanReport, loaded: LoadedBaseline): ScanReport {
  const entries = report.entries.map((entry) => {
    return { ...entry, place: placeOf(entry, loaded, guardrails) };
  });
  return { ...report, entries };
}

/**
 * 2: something drifted; 3: nothing did, but something could not be read or is not settled; else 0.
 */
export function exitCodeOf({ summary, complete }: ScanReport): 0 | 2 | 3 {
  if (summary.drifted > 0) return 2;
  return complete && summary.unknown + summary.pending === 0 ? 0 : 3;
}
