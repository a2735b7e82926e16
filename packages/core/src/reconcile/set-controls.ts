/** Writes pauses and holds, in the form in which a runbook writes them by hand. */
import type { Hold, Pause } from "../decide.ts";
import { HoldfastError, VersionConflictError } from "../errors.ts";
import type { Json } from "../json.ts";
import type { Table } from "../ports.ts";
import { CONTROLS, LONGEST_PAUSE } from "./controls.ts";

/** How often a write is repeated when somebody else wrote first. */
const ATTEMPTS = 5;

/** Begins or replaces a pause. Throws a `HoldfastError` (`PAUSE_TOO_LONG`), and what the table throws. */
export async function setPause(table: Table, pause: Pause, now: number): Promise<void> {
  if (pause.until - now > LONGEST_PAUSE) {
    throw new HoldfastError("PAUSE_TOO_LONG", "a pause lasts eight hours at most", {
      source: "user",
      hint: "For longer, lower the mode in holdfast.yaml or add an exemption: both are reviewed.",
    });
  }
  const { scope, reason, by } = pause;
  await write(table, `pause#${scope}`, { scope, reason, by, until: iso(pause.until) });
}

/** Places or replaces a hold; without `until` it stays until it is lifted. */
export async function setHold(table: Table, { on, reason, by, until }: Hold): Promise<void> {
  const hold = { on, reason, by };
  await write(table, `hold#${on}`, until === undefined ? hold : { ...hold, until: iso(until) });
}

/**
 * Ends a pause or hold now. It stays in the table as one that is over: who lifted what is evidence. Returns
 * false if there is none of that name in force.
 */
export async function lift(
  table: Table,
  kind: "pause" | "hold",
  of: string,
  by: string,
  now: number,
): Promise<boolean> {
  const sort = `${kind}#${of}`;
  const item = await table.get(CONTROLS, sort);
  if (item === undefined || !isObject(item.body)) return false;
  const { until } = item.body;
  if (typeof until === "string" && Date.parse(until) <= now) return false;
  await write(table, sort, { ...item.body, until: iso(now), liftedBy: by });
  return true;
}

async function write(table: Table, sort: string, body: Json): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const version = (await table.get(CONTROLS, sort))?.version ?? 0;
    try {
      return await table.put({ partition: CONTROLS, sort, version: version + 1, body });
    } catch (error) {
      if (!(error instanceof VersionConflictError) || attempt === ATTEMPTS) throw error;
    }
  }
}

function isObject(body: Json): body is { readonly [key: string]: Json } {
  return typeof body === "object" && body !== null && !Array.isArray(body);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
