/** What differs between declared and attached policies, and the steps that put it right. */
import {
  attachmentQuota,
  type Difference,
  type Effect,
  isControlPolicyType,
  type PolicyType,
  type ResourceKey,
  type Step,
} from "@holdfast/core";
import { effectOfDetaching } from "@holdfast/policy/effect";
import { parsePolicy } from "@holdfast/policy/read";
import { GUARDRAIL as SCP_CONTENT } from "../scp-content/keys.ts";
import { typeAndTarget } from "./keys.ts";
import type { Attached, Live } from "./live.ts";

export interface DeclaredPolicy {
  readonly id: string;
  readonly name: string;
  readonly onAttach: Effect;
}

export interface Want {
  readonly policies: readonly DeclaredPolicy[];
  /** Ids of policies that belong to somebody else, such as Control Tower's: neither added nor removed. */
  readonly leaveAlone: readonly string[];
  /** Whether the baseline names the target at all. */
  readonly declared: boolean;
}

export function diff(want: Want, live: Live | undefined): Difference[] {
  if (live === undefined) {
    if (!want.declared) return [];
    const message = "is declared, and is not in the organization";
    return [{ path: "target", kind: "missing", expected: true, actual: false, message }];
  }
  return [
    ...missing(want, live).map(
      ({ id, name }): Difference => ({
        path: `policies.${name}`,
        kind: "missing",
        expected: id,
        actual: null,
        message: `${name} (${id}) is declared, and is not attached`,
      }),
    ),
    ...undeclared(want, live).map(
      ({ id, name }): Difference => ({
        path: `policies.${id}`,
        kind: "unexpected",
        expected: null,
        actual: id,
        message: `${name} (${id}) is attached, and nobody declared it`,
      }),
    ),
  ];
}

/**
 * Attach first, detach after: a target must never be below one policy, nor without its protection
 * for a moment. Only where all slots are taken an undeclared policy makes room.
 */
export function plan(
  key: ResourceKey,
  want: Want,
  live: Live | undefined,
): Step<"organizations:AttachPolicy" | "organizations:DetachPolicy">[] {
  if (live === undefined) return [];
  const { type, target } = typeAndTarget(key);
  const { max, min } = attachmentQuota(type);
  const steps: Step<"organizations:AttachPolicy" | "organizations:DetachPolicy">[] = [];
  const toRemove = undeclared(want, live);
  let attachedNow = live.policies.length;

  const detach = (policy: Attached, requires: readonly number[]) => {
    attachedNow -= 1;
    return steps.push({
      action: "organizations:DetachPolicy",
      input: { PolicyId: policy.id, TargetId: target },
      effect: onDetach(policy, type),
      reason: `detach ${policy.name} (${policy.id}), which nobody declared`,
      ...(requires.length > 0 && { requires }),
    });
  };

  for (const policy of missing(want, live)) {
    const room: number[] = [];
    if (attachedNow >= max) {
      const first = toRemove.shift();
      if (first !== undefined) room.push(detach(first, []) - 1);
    }
    attachedNow += 1;
    steps.push({
      action: "organizations:AttachPolicy",
      input: { PolicyId: policy.id, TargetId: target },
      effect: policy.onAttach,
      reason: `attach ${policy.name} (${policy.id}), which is declared`,
      // A policy that was deleted is made anew there, and has another id then.
      needs: { key: contentKey(key, policy.name), gone: "PolicyNotFoundException" },
      ...(room.length > 0 && { requires: room }),
    });
  }
  // Whatever stays attached keeps AWS's minimum; otherwise the first new one has to be there.
  const kept = live.policies.length - undeclared(want, live).length >= min;
  const firstAttach = steps.findIndex(({ action }) => action === "organizations:AttachPolicy");
  for (const policy of toRemove) {
    if (attachedNow > min) detach(policy, kept || firstAttach < 0 ? [] : [firstAttach]);
  }
  return steps;
}

function contentKey({ account, region }: ResourceKey, resource: string): ResourceKey {
  return { guardrail: SCP_CONTENT, account, region, resource };
}

function missing(want: Want, live: Live): readonly DeclaredPolicy[] {
  return want.policies.filter(({ id }) => !live.policies.some((policy) => policy.id === id));
}

/**
 * AWS's own policies (`p-FullAWSAccess`, `p-RCPFullAWSAccess`) and those that somebody else looks
 * after are left alone. By id and by AWS's own word, never by name.
 */
function undeclared(want: Want, live: Live): Attached[] {
  return live.policies.filter(
    ({ id, awsManaged }) =>
      !awsManaged && !want.leaveAlone.includes(id) && !want.policies.some((one) => one.id === id),
  );
}

/**
 * Detaching a deny-only policy gives access back. A document that can't be read counts as one, and so does
 * a policy that bounds nothing by itself: what ends with it is not known to be a permission.
 */
function onDetach(policy: Attached, type: PolicyType): Effect {
  if (policy.content === null || !isControlPolicyType(type)) return "grant";
  try {
    return effectOfDetaching(parsePolicy(policy.content), type);
  } catch {
    return "grant";
  }
}
