/** Pauses and holds, as the table keeps them and as the runbook writes them by hand. */
import type { Hold, Pause } from "../decide.ts";
import { HoldfastError } from "../errors.ts";
import type { Subject } from "../finding.ts";
import type { Json } from "../json.ts";
import { formatKey, type ResourceKey } from "../key.ts";
import type { Table } from "../ports.ts";

const ACCOUNT = /^\d{12}$/;

/** Partition of both; sort keys begin with `pause#` and `hold#`. */
export const CONTROLS = "controls";

export interface Controls {
  readonly pauses: readonly Pause[];
  readonly holds: readonly Hold[];
}

/** A pause is short: what has to wait longer is a change of mode or an exemption. Milliseconds. */
export const LONGEST_PAUSE = 8 * 3_600_000;
/** Clocks differ. Milliseconds. */
const SLACK = 60_000;

/**
 * Reads all pauses and holds. A malformed one is an error: it may be a hold that is in force. So is a
 * pause that would last too long: writing an item is nothing that anybody hears of.
 */
export async function readControls(table: Pick<Table, "query">, now: number): Promise<Controls> {
  const items = await table.query(CONTROLS, "");
  const bodies = (prefix: string) =>
    items.filter((item) => item.sort.startsWith(prefix)).map((item) => ({ ...item }));
  return {
    pauses: bodies("pause#").map(({ sort, body }) => {
      const { scope, reason, by, until } = fields(sort, body);
      return {
        scope: text(sort, scope),
        reason: text(sort, reason),
        by: text(sort, by),
        until: soon(sort, time(sort, until), now),
      };
    }),
    holds: bodies("hold#").map(({ sort, body }) => {
      const { on, reason, by, until } = fields(sort, body);
      const hold = { on: text(sort, on), reason: text(sort, reason), by: text(sort, by) };
      return until === undefined ? hold : { ...hold, until: time(sort, until) };
    }),
  };
}

/** The pause that stops writes to a key now, if any. */
export function pauseOn(controls: Controls, key: ResourceKey, now: number): Pause | undefined {
  const scopes = new Set(["*", key.guardrail, formatKey(key)]);
  return controls.pauses.find((pause) => scopes.has(pause.scope) && pause.until > now);
}

/** The hold that forbids giving access back on a subject now, if any. */
export function holdOn(controls: Controls, subject: Subject, now: number): Hold | undefined {
  const { accounts, accountsUnknown = false, resourceId } = subject;
  return controls.holds.find(
    ({ on, until }) =>
      (until === undefined || until > now) &&
      // A held account may have been moved into a unit that nobody declared: a quarantine.
      (accounts.includes(on) || resourceId === on || (accountsUnknown && ACCOUNT.test(on))),
  );
}

function fields(sort: string, body: Json): Readonly<Record<string, Json>> {
  if (body !== null && typeof body === "object" && !Array.isArray(body)) {
    return body as Readonly<Record<string, Json>>;
  }
  throw malformed(sort, "its body is not a JSON object");
}

function text(sort: string, value: Json | undefined): string {
  if (typeof value === "string" && value !== "") return value;
  throw malformed(
    sort,
    "a text is missing (a pause has scope, reason, by, until; a hold has on, reason, by)",
  );
}

function time(sort: string, value: Json | undefined): number {
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (Number.isFinite(ms)) return ms;
  throw malformed(sort, "`until` is not an ISO 8601 time");
}

function soon(sort: string, until: number, now: number): number {
  if (until - now <= LONGEST_PAUSE + SLACK) return until;
  throw malformed(sort, "a pause lasts eight hours at most");
}

function malformed(sort: string, why: string): HoldfastError {
  return new HoldfastError("CONTROL_MALFORMED", `${CONTROLS} / ${sort}: ${why}`, {
    source: "user",
    hint: "Correct or delete that item of the table: no access is given back while it can't be read.",
  });
}
