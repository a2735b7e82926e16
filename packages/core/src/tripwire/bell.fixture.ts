/** A tripwire small enough to see through, and an engine around it. */
import { load } from "../baseline/fixture.ts";
import type { Baseline } from "../baseline/model.ts";
import type { ResourceKey } from "../key.ts";
import { createOutbox } from "../reconcile/outbox.ts";
import type { TrailRecord } from "../record.ts";
import { manualClock, memoryQueue, memoryTable, silentLog } from "../testing/memory.ts";
import { memorySinks } from "../testing/toy.ts";
import { defineTripwire, type Threshold } from "../tripwire.ts";
import type { Heard } from "./heard.ts";
import { createTrip, type Tripped } from "./trip.ts";

export const HOUR = 3_600_000;

export const KEY: ResourceKey = {
  guardrail: "bell",
  account: "100000000002",
  region: "us-east-1",
  resource: "door",
};

/** Rings for every `Ring`, softly for a failed one. */
export const bell = defineTripwire({
  id: "bell",
  severity: "HIGH",
  title: "Nobody rings",
  why: "It is a toy.",
  docs: "none",
  tactic: "Discovery",
  incidentMs: 4 * HOUR,
  watches: () => [
    {
      pattern: { source: ["aws.bell"], detail: { eventName: ["Ring"] } },
      failed: "include",
      keys: () => [KEY],
    },
  ],
  subject: () => ({
    name: "dev",
    unit: "Root/Work",
    accounts: ["100000000002"],
    resourceType: "AwsAccount",
    resourceId: "AWS::::Account:100000000002",
  }),
  meaning: ({ actor, errorCode, readOnly }) => {
    if (readOnly) return undefined;
    if (errorCode !== undefined) return { what: `${actor.name} tried to ring`, severity: "LOW" };
    return { what: `${actor.name} rang` };
  },
});

export function record(parts: Partial<TrailRecord> = {}): TrailRecord {
  return {
    eventId: "e-1",
    eventTime: "2026-11-23T00:00:00Z",
    eventSource: "bell.amazonaws.com",
    eventName: "Ring",
    region: "us-east-1",
    account: "100000000002",
    actor: { type: "IAMUser", name: "mallory" },
    readOnly: false,
    request: {},
    response: {},
    service: {},
    additional: {},
    ...parts,
  };
}

/** One event as `hear` gives it. */
export function heard(
  eventId: string,
  {
    severity = "HIGH",
    at = "2026-11-23T00:00:00Z",
  }: { severity?: Heard["severity"]; at?: string } = {},
): Heard {
  const { eventName, eventSource, actor } = record();
  return {
    severity,
    cause: { eventId, eventName, eventSource, at, actor, what: `${eventId} rang` },
  };
}

/** An engine whose table, queue and sinks outlive its invocations. */
export function engine(changes: Partial<Baseline> = {}, threshold?: Threshold) {
  const table = memoryTable();
  const queue = memoryQueue();
  const clock = manualClock();
  const sinks = memorySinks();
  const modes = { default: "alert", guardrails: {}, units: {} } as const;
  const baseline: Baseline = { ...load(), exemptions: [], modes, ...changes };
  const ports = { table, clock, log: silentLog };
  const tripwires = [threshold === undefined ? bell : { ...bell, threshold }];

  /** One invocation with these events of one batch. */
  async function trip(...events: readonly Heard[]): Promise<Tripped> {
    const outbox = createOutbox({ ...ports, queue, sinks, partition: "outbox#tripwires" });
    const run = createTrip({ ...ports, baseline, tripwires, outbox });
    const result = await run({ key: KEY, heard: events });
    // As the handler does: a table that fails has had everything sent directly.
    await outbox.flush().catch(() => {});
    return result;
  }

  return { table, queue, clock, sinks, baseline, trip };
}
