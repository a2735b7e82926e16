/** Where a scan is, in one item of the table, under a lease: at most one scan runs at a time. */
import type { Json } from "../../json.ts";
import type { Table } from "../../ports.ts";
import type { ScanScope } from "../model.ts";
import type { Rotations } from "../rotation.ts";

const PARTITION = "scan";
/** Patterns of all that a scan writes; its role allows no more. */
export const SCAN_PARTITIONS = [PARTITION, `${PARTITION}#*`] as const;
const SORT = "current";

export interface SectionState {
  /** ISO 8601: when it was first read. */
  readonly asOf: string;
  /** How often it failed at something that may pass. */
  readonly attempts: number;
  /** The slice that read it to its end, or gave it up; its result is kept under that number. */
  readonly slice?: number;
}

export interface FinishedScan {
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly finishedAt: string;
}

export interface ScanState {
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly scope: ScanScope;
  /** `telling`: the report is stored. */
  readonly phase: "reading" | "telling" | "done";
  /** Counts the slices, from 1. */
  readonly slice: number;
  /** Whose turn it is, and until when (epoch milliseconds). */
  readonly holder?: string;
  readonly until?: number;
  /** By guardrail. */
  readonly sections: Readonly<Record<string, SectionState>>;
  /** The last scan that read everything there is to its end. */
  readonly last?: FinishedScan;
  /** By guardrail: what takes turns over several scans, and when it was asked for. */
  readonly rotations?: Readonly<Record<string, Rotations>>;
}

export interface StateStore {
  /** Version 0: no scan was ever begun. Throws what the table throws. */
  read(): Promise<{ readonly state?: ScanState; readonly version: number }>;
  /** Throws a `VersionConflictError` if somebody else wrote meanwhile. Returns the new version. */
  write(state: ScanState, version: number): Promise<number>;
}

/** What the scans of a stage remember of one another. Throws what the table throws. */
export async function readRotations(
  table: Pick<Table, "get">,
): Promise<NonNullable<ScanState["rotations"]>> {
  const item = await table.get(PARTITION, SORT);
  // Written below alone, with this shape.
  return (item?.body as unknown as ScanState | undefined)?.rotations ?? {};
}

export function createStateStore(table: Table): StateStore {
  return {
    async read() {
      const item = await table.get(PARTITION, SORT);
      if (item === undefined) return { version: 0 };
      // Written below alone, with this shape.
      return { state: item.body as unknown as ScanState, version: item.version };
    },
    async write(state, version) {
      const body = state as unknown as Json;
      await table.put({ partition: PARTITION, sort: SORT, version: version + 1, body });
      return version + 1;
    },
  };
}

/** Partition of everything else that a scan keeps. */
export function partitionOf(id: string): string {
  return `${PARTITION}#${id}`;
}
