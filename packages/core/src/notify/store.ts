/** What was said, in the incident table: partitions of this function's own, changed by conditional puts. */
import type { Clock } from "../clock.ts";
import { HoldfastError, messageOf, VersionConflictError } from "../errors.ts";
import type { Json } from "../json.ts";
import type { Table } from "../ports.ts";
import { type Flood, NO_FLOOD } from "./flood.ts";
import { NOTHING_TOLD, type Told } from "./told.ts";

/** Every partition begins with it: the role has access to no others. */
export const SLACK_PARTITIONS = "slack#";

const DAY = 86_400;
/** As long as an incident is kept, in seconds. */
const KEEP_TOLD = 365 * DAY;
const KEEP_FLOOD = DAY;

/** A state as it was read; its version is what a write is conditioned on. */
export interface Read<State> {
  readonly state: State;
  readonly version: number;
}

/** The table could not be read or written: who has said what is not known. */
export class TableFailure extends HoldfastError {
  override readonly name = "TableFailure";
  constructor(cause: unknown) {
    super("TABLE_FAILED", `the incident table failed: ${messageOf(cause)}`, {
      source: "aws",
      cause,
    });
  }
}

/** Both throw a `TableFailure`. */
export interface Cell<State> {
  read(): Promise<Read<State>>;
  /** Undefined if somebody else has written meanwhile. */
  write(state: State, read: Read<State>): Promise<Read<State> | undefined>;
}

/** What was told about an incident, or about anything else with an id. */
export function toldCell(table: Table, clock: Clock, id: string): Cell<Told> {
  const at = { partition: `${SLACK_PARTITIONS}${id}`, sort: "told", keep: KEEP_TOLD };
  return cell(table, clock, at, NOTHING_TOLD);
}

/** What a channel has had lately. */
export function floodCell(table: Table, clock: Clock, channel: string): Cell<Flood> {
  const at = { partition: `${SLACK_PARTITIONS}${channel}`, sort: "flood", keep: KEEP_FLOOD };
  return cell(table, clock, at, NO_FLOOD);
}

function cell<State extends object>(
  table: Table,
  clock: Clock,
  at: { readonly partition: string; readonly sort: string; readonly keep: number },
  initial: State,
): Cell<State> {
  const { partition, sort, keep } = at;
  return {
    async read() {
      const item = await table.get(partition, sort).catch((error: unknown) => {
        throw new TableFailure(error);
      });
      // Written only here, and read with the shape it was written in.
      return item === undefined
        ? { state: initial, version: 0 }
        : { state: item.body as unknown as State, version: item.version };
    },
    async write(state, read) {
      const version = read.version + 1;
      const expiresAt = Math.floor(clock.now() / 1000) + keep;
      try {
        await table.put({ partition, sort, version, expiresAt, body: state as unknown as Json });
        return { state, version };
      } catch (error) {
        if (error instanceof VersionConflictError) return undefined;
        throw new TableFailure(error);
      }
    },
  };
}
