/** The SecureCart baseline and records about it, for the tests of all guardrails. */
import { fileURLToPath } from "node:url";
import type { TrailRecord } from "@holdfast/core";
import { declaredNames, readBaselineDirectory } from "@holdfast/core/baseline";
import { guardrails, tripwires } from "./generated/registry.ts";

const directory = fileURLToPath(new URL("../../../examples/securecart", import.meta.url));

export const securecart = readBaselineDirectory(directory, declaredNames(guardrails, tripwires));

/** Throws if the example has no such unit, account or policy: a test must not pass for want of it. */
export function idOf(name: string): string {
  const { units, accounts, policies } = securecart;
  const id =
    units.find(({ path }) => path === name)?.id ??
    [...accounts, ...policies].find((one) => one.name === name)?.id;
  if (id === undefined) throw new Error(`SecureCart has no ${name}`);
  return id;
}

export function record(eventName: string, parts: Partial<TrailRecord> = {}): TrailRecord {
  return {
    eventId: "e-1",
    eventTime: "2026-11-23T00:00:00Z",
    eventSource: "organizations.amazonaws.com",
    eventName,
    region: "us-east-1",
    account: "100000000001",
    actor: { type: "AssumedRole", name: "mallory" },
    readOnly: false,
    request: {},
    response: {},
    service: {},
    additional: {},
    ...parts,
  };
}
