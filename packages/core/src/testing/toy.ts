/** A guardrail small enough to see through, over a Set in the place of AWS, and an engine around it. */

import type { Action } from "../actions.ts";
import type { Announcement } from "../announcement.ts";
import { load } from "../baseline/fixture.ts";
import type { Baseline, Mode } from "../baseline/model.ts";
import { defineGuardrail } from "../define-guardrail.ts";
import { AwsError } from "../errors.ts";
import type { Alert, Finding } from "../finding.ts";
import type { ResourceKey } from "../key.ts";
import type { Caller, Sinks } from "../ports.ts";
import { createBaselines } from "../reconcile/baselines.ts";
import { createLeases } from "../reconcile/leases.ts";
import type { LookDeps } from "../reconcile/look.ts";
import { createOutbox } from "../reconcile/outbox.ts";
import { createReconcile, type Reconciled } from "../reconcile/reconcile.ts";
import type { Executor } from "../reconcile/remediate.ts";
import type { Cause } from "../record.ts";
import { manualClock, memoryQueue, memoryTable, silentLog } from "./memory.ts";

export const KEY: ResourceKey = {
  guardrail: "toy",
  account: "100000000001",
  region: "us-east-1",
  resource: "dev",
};

/** ARN of what the key stands for: what a hold can name. */
export const RESOURCE = "arn:aws:organizations::100000000001:account/o-abcdefghij/100000000002";

/** Wants `p-wanted` attached (restricts) and anything else detached (grants). */
export const toy = defineGuardrail({
  id: "toy",
  domain: "organization",
  severity: "HIGH",
  title: "Exactly p-wanted is attached",
  why: "It is a toy.",
  docs: "none",
  watches: [],
  reads: [{ action: "organizations:ListPoliciesForTarget", resources: () => [] }],
  writes: [
    { action: "organizations:AttachPolicy", resources: () => [] },
    { action: "organizations:DetachPolicy", resources: () => [] },
  ],
  desired: () => ({ keys: [KEY], of: () => "p-wanted" }),
  subject: () => ({
    name: "dev",
    unit: "Root/Work",
    accounts: ["100000000002"],
    resourceType: "AwsAccount",
    resourceId: RESOURCE,
  }),
  async *survey() {},
  async observe({ resource }, aws) {
    const { Policies = [] } = await aws.call("organizations:ListPoliciesForTarget", {
      TargetId: resource,
      Filter: "SERVICE_CONTROL_POLICY",
    });
    return { kind: "present", live: Policies.map(({ Id = "" }) => Id) };
  },
  diff: (want, live = []) => [
    ...(live.includes(want) ? [] : [difference("missing", want)]),
    ...live.filter((id) => id !== want).map((id) => difference("unexpected", id)),
  ],
  plan({ resource: TargetId }, want, live = []) {
    const [attach, detach] = ["organizations:AttachPolicy", "organizations:DetachPolicy"] as const;
    return [
      ...(live.includes(want)
        ? []
        : [
            {
              action: attach,
              input: { PolicyId: want, TargetId },
              effect: "restrict" as const,
              reason: `attach ${want}`,
            },
          ]),
      ...live
        .filter((id) => id !== want)
        .map((id) => ({
          action: detach,
          input: { PolicyId: id, TargetId },
          effect: "grant" as const,
          reason: `detach ${id}`,
        })),
    ];
  },
  neighbours: (key) => [{ ...key, resource: "prod" }],
});

function difference(kind: "missing" | "unexpected", id: string) {
  return {
    path: `policies.${id}`,
    kind,
    expected: null,
    actual: null,
    message: `${id} is ${kind}`,
  };
}

/** What stands in for AWS. */
export interface World {
  readonly attached: Set<string>;
  /** Reads fail with it. */
  unreadable?: Error;
  /** Reads show this instead of what is there, as an eventually consistent read may. */
  stale?: ReadonlySet<string>;
  /** Writes fail with it. */
  refuses?: AwsError;
  /** Reads after a write never return: the function was killed. Called when that happens. */
  killed?: () => void;
  readonly writes: string[];
  reads: number;
}

export function denied(action = "organizations:ListPoliciesForTarget"): AwsError {
  return new AwsError(action, "AccessDeniedException", "denied", "not authorized");
}

export function cause(eventId: string, at = "2026-11-23T00:00:00Z"): Cause {
  return {
    eventId,
    eventName: "DetachPolicy",
    eventSource: "organizations.amazonaws.com",
    at,
    actor: { type: "AssumedRole", name: "mallory" },
  };
}

function callerOf(world: World): Caller<Action> {
  async function call(): Promise<never> {
    world.reads += 1;
    if (world.killed && world.writes.length > 0) {
      world.killed();
      return new Promise(() => {});
    }
    if (world.unreadable) throw world.unreadable;
    const Policies = [...(world.stale ?? world.attached)].map((Id) => ({ Id }));
    return { Policies } as never;
  }
  const aws = { call, pages: () => raise("the toy asks for no pages"), at: () => aws };
  return aws;
}

function executorOf(world: World): Executor {
  return {
    async execute({ action, input }) {
      const { PolicyId } = input as { PolicyId: string };
      if (world.refuses) return { kind: "failed", error: world.refuses };
      world.writes.push(`${action.split(":")[1]} ${PolicyId}`);
      if (action === "organizations:AttachPolicy") world.attached.add(PolicyId);
      else world.attached.delete(PolicyId);
      return { kind: "done" };
    },
  };
}

interface MemorySinks extends Sinks {
  readonly arrived: Finding[];
  readonly alerts: Alert[];
  readonly announced: Announcement[];
  fail?: Error;
}

/** Sinks that remember what arrived, and are down while `fail` is set. */
export function memorySinks(): MemorySinks {
  const sinks: MemorySinks = {
    arrived: [],
    alerts: [],
    announced: [],
    async findings(findings) {
      if (sinks.fail) throw sinks.fail;
      sinks.arrived.push(...findings);
    },
    async alert(alert) {
      if (sinks.fail) throw sinks.fail;
      sinks.alerts.push(alert);
    },
    async announcement(announcement) {
      if (sinks.fail) throw sinks.fail;
      sinks.announced.push(announcement);
    },
  };
  return sinks;
}

/** An engine over a world in which `p-wanted` was detached. */
export function engine(changes: Partial<Baseline> = {}, attached: readonly string[] = []) {
  const world: World = { attached: new Set(attached), writes: [], reads: 0 };
  const table = memoryTable();
  const queue = memoryQueue();
  const clock = manualClock();
  const sinks = memorySinks();
  const modes = { default: "revert", guardrails: {}, units: {} } as const;
  const baseline: Baseline = { ...load(), exemptions: [], modes, ...changes };
  const ports = { table, queue, clock, log: silentLog };
  const outbox = createOutbox({ ...ports, sinks, partition: "outbox#organization" });
  const deps: LookDeps = {
    ...ports,
    baselines: createBaselines(baseline).on(table, clock),
    aws: callerOf(world),
    executor: executorOf(world),
    outbox,
  };
  let invocations = 0;

  /** One invocation that an event, or with no cause a wake-up or a scan, leads to the key. */
  async function reconcile(
    causes: readonly Cause[] = [cause("e-1")],
    { changed = causes.length > 0, most }: { changed?: boolean; most?: Mode } = {},
  ): Promise<Reconciled> {
    invocations += 1;
    const leases = createLeases({ ...ports, holder: `invocation-${invocations}` });
    const run = createReconcile({ ...deps, queue, leases, guardrails: [toy] });
    const changedAt = changed ? { changedAt: clock.now() } : {};
    const result = await run({ key: KEY, causes, ...changedAt, ...(most && { most }) });
    // As the handler does: a table that fails has had everything sent directly.
    await outbox.flush().catch(() => {});
    return result;
  }

  return { world, table, queue, clock, sinks, outbox, deps, reconcile };
}

function raise(message: string): never {
  throw new Error(message);
}
