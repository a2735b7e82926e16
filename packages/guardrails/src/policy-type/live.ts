/** Which policy types are enabled on the root. */
import {
  type Baseline,
  type Caller,
  HoldfastError,
  type Observed,
  type PolicyType,
  type ResourceKey,
  type Surveyed,
} from "@holdfast/core";
import { declaredKeys, typeOf } from "./keys.ts";

/** AWS has no word for a type that is disabled: it is then not listed. */
export type Live = { readonly status: "ENABLED" };

export type Reads = "organizations:ListRoots";

export async function observe(
  key: ResourceKey,
  aws: Caller<Reads>,
  baseline: Baseline,
): Promise<Observed<Live>> {
  return stateOf(typeOf(key, baseline), await readTypes(aws, baseline));
}

/** One call for all types: AWS allows one a second for the whole organization. */
export async function* survey(
  aws: Caller<Reads>,
  baseline: Baseline,
): AsyncGenerator<Surveyed<Live>> {
  const types = await readTypes(aws, baseline);
  for (const key of declaredKeys(baseline)) {
    yield { key, observed: stateOf(typeOf(key, baseline), types) };
  }
}

/** Type -> status; undefined if the organization has no such root. */
type Types = ReadonlyMap<string, string> | undefined;

async function readTypes(aws: Caller<Reads>, baseline: Baseline): Promise<Types> {
  const pinned = rootOf(baseline);
  for await (const { Roots = [] } of aws.pages("organizations:ListRoots", {})) {
    const root = Roots.find(({ Id }) => Id === pinned);
    if (root === undefined) continue;
    return new Map(
      (root.PolicyTypes ?? []).map(({ Type = "", Status = "" }) => [Type, Status] as const),
    );
  }
  return undefined;
}

function stateOf(type: PolicyType, types: Types): Observed<Live> {
  if (types === undefined) {
    return unknown("ROOT_MISSING", "the organization has no root with the id that is pinned");
  }
  const status = types.get(type);
  if (status === undefined) return { kind: "absent" };
  if (status === "ENABLED") return { kind: "present", live: { status } };
  if (status === "PENDING_ENABLE") return { kind: "pending", reason: `AWS is enabling ${type}` };
  if (status === "PENDING_DISABLE") return { kind: "pending", reason: `AWS is disabling ${type}` };
  return unknown("STATUS_UNKNOWN", `AWS says that ${type} is ${status}, of which nothing is known`);
}

function unknown(code: string, message: string): Observed<Live> {
  const hint = "Check that the lock file is of this organization, and that Holdfast is up to date.";
  return { kind: "unknown", error: new HoldfastError(code, message, { source: "aws", hint }) };
}

/** Id of the root, as the lock file pins it. */
export function rootOf(baseline: Baseline): string {
  const root = baseline.units.find(({ path }) => path === "Root");
  if (root === undefined) throw new TypeError("a baseline without a root passed its checks");
  return root.id;
}
