/** What `pause` and `hold` work on: the incident table of a stage, and the enforcer that tells of them. */
import { createQueue, createTable } from "@holdfast/aws";
import {
  ANNOUNCING,
  type Announcement,
  announce,
  type Baseline,
  type Controls,
  HoldfastError,
  messageOf,
  readControls,
  type Table,
} from "@holdfast/core";
import { nameOf } from "@holdfast/core/deployment";
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
  const url = `https://sqs.${calls.region}.amazonaws.com/${caller.account}/${nameOf(stage, ANNOUNCING)}`;
  const queue = createQueue({ ...calls, url });
  return {
    baseline,
    table,
    stage,
    by: caller.arn,
    read: () => readControls(table, Date.now()),
    async announce(announcement) {
      const at = new Date().toISOString();
      try {
        const unasked = await announce(
          { ...announcement, by: caller.arn, stage, at },
          { table, queue },
        );
        if (unasked === undefined) return;
        process.stderr.write(
          `Done; people are told of it with the next alert or finding, since the enforcer could not be asked: ${unasked}\n`,
        );
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
