/** SecureCart and records, for the tests of tripwires. */
import type { Actor, Baseline, Severity, TrailRecord, Tripwire } from "@holdfast/core";
import { record as recordOf, securecart } from "../securecart.fixture.ts";

export { securecart };

export const MANAGEMENT = "100000000001";
export const PRODUCTION = "100000000009";

/** @param call `service:Name` */
export function record(call: string, parts: Partial<TrailRecord> = {}): TrailRecord {
  const [service = "", eventName = ""] = call.split(":");
  return recordOf(eventName, {
    eventSource: `${service}.amazonaws.com`,
    account: PRODUCTION,
    actor: session("Admin"),
    ...parts,
  });
}

export function session(role: string, account = PRODUCTION): Actor {
  return {
    type: "AssumedRole",
    name: "mallory",
    arn: `arn:aws:sts::${account}:assumed-role/${role.split("/").at(-1)}/mallory`,
    account,
    role: `arn:aws:iam::${account}:role/${role}`,
  };
}

/** What a tripwire makes of a record that one of its patterns has let through. */
export function made(
  tripwire: Tripwire,
  one: TrailRecord,
  baseline: Baseline = securecart,
): { readonly resources: readonly string[]; readonly what?: string; readonly severity?: Severity } {
  const keys = tripwire.watches(baseline).flatMap((watch) => watch.keys(one, baseline));
  const resources = [...new Set(keys.map(({ resource }) => resource))];
  const meaning = resources.length > 0 ? tripwire.meaning(one, baseline) : undefined;
  return {
    resources,
    ...(meaning && { what: meaning.what, severity: meaning.severity ?? tripwire.severity }),
  };
}
