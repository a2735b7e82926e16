/** A baseline from a live organization, held against that organization before anybody relies on it. */
import { createCaller } from "@holdfast/aws";
import { type Action, type Baseline, HoldfastError } from "@holdfast/core";
import {
  BaselineError,
  declaredNames,
  type LoadOptions,
  loadBaseline,
} from "@holdfast/core/baseline";
import {
  baselineFiles,
  IMPORT_READS,
  type Imported,
  type ImportOptions,
  type LiveOrganization,
  readOrganization,
} from "@holdfast/core/import";
import { createAnswers, NOTHING_KEPT, type ScanReport, scan } from "@holdfast/core/scan";
import { guardrails, tripwires } from "@holdfast/guardrails";
import { IDENTITY_CENTER_READS, readIdentityCenter } from "@holdfast/guardrails/import";
import { connectAnywhere } from "./connect.ts";
import type { LiveOptions } from "./options.ts";
import { createProgress } from "./progress.ts";

export interface LiveImport extends Imported {
  readonly organization: LiveOrganization;
  /** What every guardrail says of the new baseline, by the same answers from AWS. */
  readonly report: ScanReport;
}

/** Throws a `HoldfastError` in plain words; nothing is written here. */
export async function liveImport(
  options: LiveOptions,
  settings: Omit<ImportOptions, "guardrails">,
): Promise<LiveImport> {
  const progress = createProgress(process.stderr);
  const connection = await connectAnywhere(settings, options);
  const { caller, calls } = connection;
  process.stderr.write(`Account ${caller.account}, as ${caller.role ?? caller.arn}\n`);
  // What is read once is what is written and what it is held against: it can't change in between.
  const aws = createCaller({ ...calls, declared: everyRead(), answers: createAnswers() });
  try {
    const read = await readOrganization(aws, {
      account: caller.account,
      onProgress: progress.show,
    });
    const identityCenter = await readIdentityCenter(aws, progress.show);
    const organization = { ...read, ...(identityCenter && { identityCenter }) };
    const names = declaredNames(guardrails, tripwires);
    const imported = baselineFiles(organization, { ...settings, guardrails: names.guardrails });
    const baseline = load(imported, names);
    const report = await scan({
      kind: "plan",
      baseline,
      guardrails,
      aws,
      table: NOTHING_KEPT,
      clock: calls.clock,
      caller,
      stage: { kind: "none" },
      onProgress: ({ keys }) => progress.show(`${keys} compared`),
    });
    return { ...imported, organization, report };
  } finally {
    progress.end();
  }
}

function everyRead(): Action[] {
  const reads = guardrails.flatMap((guardrail) => guardrail.reads.map(({ action }) => action));
  return [...new Set([...IMPORT_READS, ...IDENTITY_CENTER_READS, ...reads])];
}

/** An organization may be so that the format has no words for it; better none than a wrong one. */
function load({ files }: Imported, names: LoadOptions): Baseline {
  const read = (path: string) => files.get(path);
  const list = (folder: string) =>
    [...files.keys()]
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1));
  try {
    return loadBaseline({ read, list }, names);
  } catch (error) {
    if (!(error instanceof BaselineError)) throw error;
    const message = `The organization can't be declared as it is:\n${error.message}`;
    const hint = "Nothing was written. Change it in AWS, or report what the format lacks.";
    throw new HoldfastError("IMPORT_UNFIT", message, { source: "user", hint, cause: error });
  }
}
