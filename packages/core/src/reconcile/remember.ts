/** What a look reads from and leaves in the incident table; when the table fails it goes on, and says so. */
import { messageOf } from "../errors.ts";
import type { Log, Table } from "../ports.ts";
import { createIncidents, type Incident } from "./incident.ts";

interface Deps {
  readonly table: Table;
  readonly log: Log;
}

/** What the table remembers of a key; without it the look goes on, and says so. */
export interface Remembered {
  readonly incident?: Incident;
  /** Of the incident's item; 0: there is none, below 0: the table fails. */
  readonly version: number;
  readonly notes: readonly string[];
}

export async function recall(key: string, { table, log }: Deps): Promise<Remembered> {
  try {
    return { ...(await createIncidents(table).latest(key)), notes: [] };
  } catch (error) {
    log.error("the incident table can't be read", { error: messageOf(error) });
    return {
      version: -1,
      notes: [`The incident table can't be read (${messageOf(error)}): no history, no undo.`],
    };
  }
}

/** Keeps the incident with the state before; what can't be kept is added to `said`. */
export async function keep(
  incident: Incident,
  remembered: Remembered,
  { table, log }: Deps,
  said: string[],
): Promise<Remembered> {
  if (remembered.version < 0) return remembered;
  try {
    const incidents = createIncidents(table);
    const version = await incidents.save(incident, remembered.version, remembered.incident);
    return { incident, version, notes: remembered.notes };
  } catch (error) {
    log.error("the before-state can't be kept", { error: messageOf(error) });
    said.push(
      `The state before could not be kept (${messageOf(error)}): this can't be undone from the table.`,
    );
    return { ...remembered, version: -1 };
  }
}
