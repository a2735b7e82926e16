/** What a deployed stage knows that a plan has to weigh: pauses, holds, incidents, the ledger. */
import { createTable } from "@holdfast/aws";
import { AwsError, type Baseline, createBaselines, messageOf, type Table } from "@holdfast/core";
import { nameOf } from "@holdfast/core/deployment";
import { NOTHING_KEPT, type Rotations, type ScanStage } from "@holdfast/core/scan";
import { readRotations } from "@holdfast/core/scan/slices";
import type { Connection } from "./connect.ts";

export interface StageState {
  readonly stage: ScanStage;
  readonly table: Pick<Table, "get" | "query">;
  /** With the ids of what Holdfast has made since it was built. */
  readonly baseline: Baseline;
  /** What its scans remember of one another; undefined: there are none that could. */
  readonly rotations?: Readonly<Record<string, Rotations>>;
}

/** Never throws for what AWS refuses: a stage that can't be read is told as such. */
export async function readStage(
  baseline: Baseline,
  name: string,
  { calls }: Connection,
): Promise<StageState> {
  const table = createTable({ ...calls, table: nameOf(name, "incidents") });
  const unread = (reason: string): StageState => ({
    stage: { kind: "unread", name, reason },
    table: NOTHING_KEPT,
    baseline,
  });
  try {
    // Whoever may not read pauses must not take them for none.
    await table.query("controls", "");
  } catch (error) {
    return unread(reasonFor(error));
  }
  const baselines = createBaselines(baseline).on(table, calls.clock);
  const current = await baselines.refresh();
  const doubt = baselines.doubt();
  if (doubt !== undefined) return unread(doubt);
  let rotations = {};
  try {
    rotations = await readRotations(table);
  } catch (error) {
    // Then this scan asks for a part of its own choice: no more than that depends on it.
    reasonFor(error);
  }
  return { stage: { kind: "read", name }, table, baseline: current, rotations };
}

function reasonFor(error: unknown): string {
  if (!(error instanceof AwsError)) throw error;
  if (error.class === "gone") return "it is not deployed here";
  return messageOf(error);
}
