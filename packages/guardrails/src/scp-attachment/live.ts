/** Live attachments: of one target for events, of all targets with few calls for the scan. */
import {
  AwsError,
  type Baseline,
  type Caller,
  formatKey,
  guardedTypes,
  isControlPolicyType,
  type Observed,
  type PolicyType,
  type ResourceKey,
  type Surveyed,
} from "@holdfast/core";
import { isWatched } from "../policy-type/keys.ts";
import { declaredKeys, keyOf, targetsDeclaring, typeAndTarget } from "./keys.ts";

/** A policy that is attached to a target. */
export type Attached = {
  readonly id: string;
  readonly name: string;
  readonly awsManaged: boolean;
  /** Its document, read only of control policies that nobody declared; null otherwise. */
  readonly content: string | null;
};

/** Attached policies, by id. */
export type Live = { readonly policies: readonly Attached[] };

export type Reads =
  | "organizations:ListPoliciesForTarget"
  | "organizations:ListTargetsForPolicy"
  | "organizations:ListPolicies"
  | "organizations:DescribePolicy";

/** One call for the attachments, one more for each control policy that nobody declared. */
export async function observe(
  key: ResourceKey,
  aws: Caller<Reads>,
  baseline: Baseline,
): Promise<Observed<Live>> {
  const { type, target } = typeAndTarget(key);
  // The last policy of a type has left the baseline: so has whatever was known of it.
  if (!guardedTypes(baseline).includes(type)) return { kind: "absent" };
  const policies: Attached[] = [];
  try {
    const pages = aws.pages("organizations:ListPoliciesForTarget", {
      TargetId: target,
      Filter: type,
    });
    for await (const page of pages) {
      for (const summary of page.Policies ?? []) {
        policies.push(await attached(type, summary, baseline, (id) => describe(id, aws)));
      }
    }
  } catch (error) {
    if (error instanceof AwsError && error.awsCode === "TargetNotFoundException") {
      return { kind: "absent" };
    }
    throw error;
  }
  // AWS keeps a control policy everywhere while its type is enabled: without any, nothing can be
  // attached. Of the other types it keeps none; whether one is disabled only the call that attaches tells.
  const lost =
    isControlPolicyType(type) &&
    policies.length === 0 &&
    targetsDeclaring(baseline, type).includes(target);
  if (lost && isWatched(baseline)) {
    return { kind: "pending", reason: `${type} is disabled, or not enabled yet` };
  }
  return { kind: "present", live: { policies: byId(policies) } };
}

/**
 * Per policy rather than per target: a call returns 20 targets, while asking 12,000 targets one by
 * one takes 40 minutes at AWS's rate.
 */
export async function* survey(
  aws: Caller<Reads>,
  baseline: Baseline,
): AsyncGenerator<Surveyed<Live>> {
  for (const type of guardedTypes(baseline)) {
    const targets = new Map<string, Attached[]>();
    for await (const page of aws.pages("organizations:ListPolicies", { Filter: type })) {
      for (const summary of page.Policies ?? []) {
        let policy: Attached | undefined;
        const listed = aws.pages("organizations:ListTargetsForPolicy", {
          PolicyId: summary.Id ?? "",
        });
        for await (const { Targets } of listed) {
          for (const { TargetId } of Targets ?? []) {
            if (TargetId === undefined) continue;
            policy ??= await attached(type, summary, baseline, (id) => describe(id, aws));
            targets.set(TargetId, [...(targets.get(TargetId) ?? []), policy]);
          }
        }
      }
    }
    yield* fromTargets(type, targets, aws, baseline);
  }
}

const NOTHING: Observed<Live> = { kind: "present", live: { policies: [] } };

async function* fromTargets(
  type: PolicyType,
  targets: ReadonlyMap<string, readonly Attached[]>,
  aws: Caller<Reads>,
  baseline: Baseline,
): AsyncGenerator<Surveyed<Live>> {
  const seen = new Set<string>();
  for (const [target, policies] of targets) {
    const key = keyOf(baseline, type, target);
    seen.add(formatKey(key));
    yield { key, observed: { kind: "present", live: { policies: byId(policies) } } };
  }
  // Nothing attached, or not there at all? Only the target itself can tell. Few places carry a policy
  // of a type of which AWS attaches none itself: those that need not are not asked, one call each.
  const declaring = new Set(targetsDeclaring(baseline, type));
  for (const key of declaredKeys(baseline, [type])) {
    if (seen.has(formatKey(key))) continue;
    const asked = isControlPolicyType(type) || declaring.has(typeAndTarget(key).target);
    const observed = asked ? await observe(key, aws, baseline) : NOTHING;
    yield { key, observed };
  }
}

async function attached(
  type: PolicyType,
  summary: { Id?: string | undefined; Name?: string | undefined; AwsManaged?: boolean | undefined },
  baseline: Baseline,
  read: (id: string) => Promise<string>,
): Promise<Attached> {
  const { Id: id = "", Name: name = "", AwsManaged: awsManaged = false } = summary;
  const known =
    awsManaged ||
    !isControlPolicyType(type) ||
    baseline.policies.some((policy) => policy.id === id);
  return { id, name, awsManaged, content: known ? null : await read(id) };
}

async function describe(id: string, aws: Caller<Reads>): Promise<string> {
  const { Policy } = await aws.call("organizations:DescribePolicy", { PolicyId: id });
  return Policy?.Content ?? "";
}

function byId(policies: readonly Attached[]): readonly Attached[] {
  return [...policies].sort((a, b) => (a.id < b.id ? -1 : 1));
}
