/** What `pause` and `hold` work on: the incident table and the alert topic of a stage. */
import { createAnnounce, createTable } from "@holdfast/aws";
import {
  type Baseline,
  type Controls,
  HoldfastError,
  messageOf,
  readControls,
  type Table,
} from "@holdfast/core";
import { nameOf } from "@holdfast/core/deployment";
import type { Announcement } from "@holdfast/report";
import { readBaseline } from "../baseline.ts";
import { connect } from "../live/connect.ts";
import { isLocal, type LiveOptions } from "../live/options.ts";

export interface ControlOptions extends LiveOptions {
  readonly baseline?: string;
  readonly stage?: string;
}

export interface OpenControls {
  readonly baseline: Baseline;
  readonly table: Table;
  readonly stage: string;
  /** Who is calling, as STS says. */
  readonly by: string;
  read(): Promise<Controls>;
  /** Tells people. What was done stays done if that fails: then it says so instead. */
  announce(announcement: Omit<Announcement, "at" | "by" | "stage">): Promise<void>;
}

/** Shows account and role before anything is written. */
export async function openControls(options: ControlOptions): Promise<OpenControls> {
  const baseline = readBaseline(options.baseline);
  const { caller, calls } = await connect(baseline, options);
  // What `holdfast lab` deploys is the stage "lab".
  const stage = options.stage ?? (isLocal(options, process.env) ? "lab" : "production");
  process.stderr.write(
    `Account ${caller.account}, as ${caller.role ?? caller.arn}, stage ${stage}\n`,
  );
  const table = createTable({ ...calls, table: nameOf(stage, "incidents") });
  const topic = `arn:aws:sns:${calls.region}:${caller.account}:${nameOf(stage, "alerts")}`;
  const publish = createAnnounce({ ...calls, topic });
  return {
    baseline,
    table,
    stage,
    by: caller.arn,
    read: () => readControls(table, Date.now()),
    async announce(announcement) {
      const at = new Date().toISOString();
      try {
        await publish({ ...announcement, by: caller.arn, stage, at });
      } catch (error) {
        process.stderr.write(`Done, but nobody could be told: ${messageOf(error)}\n`);
      }
    },
  };
}

/** Throws a `HoldfastError` (`REASON_MISSING`): whoever is told of it has to know why. */
export function reasonOf(reason: string | undefined): string {
  if (reason !== undefined && reason.trim() !== "") return reason;
  throw new HoldfastError("REASON_MISSING", "a reason is needed", {
    source: "user",
    hint: 'Add --reason "…": it stands in every alert meanwhile.',
  });
}
