/**
 * What the lab itself saw: the only thing a verdict rests on. Imports nothing of what is judged, so
 * that a defect there can't excuse itself.
 */
import type { LoggedCall } from "../call-log.ts";
import type { Lab } from "../lab.ts";
import type { AsffFinding } from "../services/securityhub.ts";
import type { PublishedMessage } from "../services/sns.ts";
import type { Attachments } from "./story.ts";

export interface Evidence {
  readonly before: Attachments;
  /** Right after the last change that was not the enforcer's. */
  readonly attacked: Attachments;
  readonly after: Attachments;
  /** When that last change happened; when the act ended if there was none. Epoch milliseconds. */
  readonly attackedAt: number;
  readonly calls: readonly LoggedCall[];
  /** Changes of the organization that the enforcer asked for, refused ones too. */
  readonly attempts: readonly LoggedCall[];
  /** Those that AWS took. */
  readonly writes: readonly LoggedCall[];
  readonly findings: readonly AsffFinding[];
  readonly alerts: readonly PublishedMessage[];
}

/** Whether a call was made with the enforcer's role; sessions of other roles can't have its ARN. */
export function byEnforcer(call: LoggedCall): boolean {
  return call.role?.includes(":role/holdfast/") === true;
}

export function isOrganizationWrite(call: LoggedCall): boolean {
  return call.action.startsWith("organizations:") && !call.readOnly;
}

export function gather(
  lab: Lab,
  times: { readonly before: Attachments; readonly attacked: Attachments; readonly actedAt: number },
): Evidence {
  const calls = lab.calls();
  const attempts = calls.filter((call) => byEnforcer(call) && isOrganizationWrite(call));
  const attacks = calls.filter(
    (call) => !byEnforcer(call) && isOrganizationWrite(call) && call.outcome === "ok",
  );
  return {
    before: times.before,
    attacked: times.attacked,
    after: lab.organization().attachments,
    attackedAt: attacks.at(-1)?.at ?? times.actedAt,
    calls,
    attempts,
    writes: attempts.filter(({ outcome }) => outcome === "ok"),
    findings: lab.findings(),
    alerts: lab.published(),
  };
}

/** Whether a call reads what is attached to a target. */
export function isReadOf(call: LoggedCall, target: string): boolean {
  const { action, input } = call;
  return action === "organizations:ListPoliciesForTarget" && input.TargetId === target;
}

/** The enforcer's reads of one key: a target's attachments of one type. */
export function readsOf(
  { calls }: Evidence,
  target: string,
  type = "SERVICE_CONTROL_POLICY",
): readonly LoggedCall[] {
  return calls.filter(
    (call) => byEnforcer(call) && isReadOf(call, target) && call.input.Filter === type,
  );
}

/** What differs between two sets of attachments: one entry per target and policy. */
export function differences(
  expected: Attachments,
  actual: Attachments,
): { readonly target: string; readonly policy: string; readonly kind: "missing" | "unexpected" }[] {
  const targets = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].sort();
  return targets.flatMap((target) => {
    const wanted = expected[target] ?? [];
    const there = actual[target] ?? [];
    return [
      ...wanted
        .filter((policy) => !there.includes(policy))
        .map((policy) => ({ target, policy, kind: "missing" as const })),
      ...there
        .filter((policy) => !wanted.includes(policy))
        .map((policy) => ({ target, policy, kind: "unexpected" as const })),
    ];
  });
}
