/** The tree of SecureCart as AWS describes it, and parts of it that have drifted. */
import type { Baseline } from "@holdfast/core";
import { idOf, securecart } from "../securecart.fixture.ts";
import { diff, type Want } from "./diff.ts";
import { keyOf } from "./keys.ts";
import type { Carried, Live, LiveAccount, LiveUnit } from "./live.ts";
import { plan } from "./plan.ts";

export const ROOT = idOf("Root");
export const WORKLOADS = idOf("Root/Workloads");
export const SANDBOX = idOf("Root/Sandbox");
export const SHADOW = "ou-5c7t-5hadow00";
export const FULL = "p-FullAWSAccess";
export const RCP_FULL = "p-RCPFullAWSAccess";

/** What a unit carries, by names of declared policies beside AWS's own, or by ids. */
export function carries(...policies: readonly string[]): NonNullable<Carried> {
  const ids = policies.map((name) => (name.startsWith("p-") ? name : idOf(name)));
  const isRcp = (id: string) =>
    securecart.policies.some((one) => one.id === id && one.type === "RESOURCE_CONTROL_POLICY");
  return {
    SERVICE_CONTROL_POLICY: [FULL, ...ids.filter((id) => !isRcp(id))],
    RESOURCE_CONTROL_POLICY: [RCP_FULL, ...ids.filter(isRcp)],
  };
}

export function account(path: readonly string[], parts: Partial<LiveAccount> = {}): LiveAccount {
  return { kind: "account", name: "dev", state: "ACTIVE", path, carried: {}, ...parts };
}

export function unit(name: string, parts: Partial<LiveUnit> = {}): LiveUnit {
  return { kind: "unit", name, path: [ROOT], nameTakenBy: null, ...parts };
}

export function wantOf(nameOrId: string, baseline: Baseline = securecart): Want {
  const id = /^(\d{12}|ou-.*)$/.test(nameOrId) ? nameOrId : idOf(nameOrId);
  return { kind: id.startsWith("ou-") ? "unit" : "account", id, baseline };
}

/** What differs and what would be done about a part of the tree. */
export async function judged(nameOrId: string, live: Live | undefined, baseline?: Baseline) {
  const want = wantOf(nameOrId, baseline);
  const differences = diff(want, live);
  const steps = await plan(keyOf(want.baseline, want.id), want, live);
  return {
    aspects: differences.map(({ aspect }) => aspect),
    said: differences.map(({ message }) => message).join("\n"),
    steps,
  };
}
