/** Helpers of this package's unit tests: a clock that jumps, and everything a call needs. */
import type { Clock, Finding, Json, Log } from "@holdfast/core";
import type { CallOptions } from "./call.ts";
import { createClients } from "./clients.ts";

/** Starts at 0 and jumps to the next sleeper once nothing else is left to do. */
export function jumpingClock(): Clock {
  let now = 0;
  let sleepers: { readonly until: number; readonly wake: () => void }[] = [];

  function wakeNext(): void {
    const next = Math.min(...sleepers.map(({ until }) => until));
    const due = sleepers.filter(({ until }) => until === next);
    sleepers = sleepers.filter(({ until }) => until !== next);
    now = next;
    for (const { wake } of due) wake();
    if (sleepers.length > 0) setImmediate(wakeNext);
  }

  return {
    now: () => now,
    sleep(ms) {
      if (sleepers.length === 0) setImmediate(wakeNext);
      return new Promise((wake) => {
        sleepers.push({ until: now + ms, wake });
      });
    },
  };
}

export interface Logged {
  readonly message: string;
  readonly fields: Readonly<Record<string, Json>> | undefined;
}

export function recordingLog(): Log & { readonly lines: readonly Logged[] } {
  const lines: Logged[] = [];
  const add = (message: string, fields?: Readonly<Record<string, Json>>) => {
    lines.push({ message, fields });
  };
  return { lines, info: add, warn: add, error: add };
}

/** Real clients, whose `send` a test replaces with aws-sdk-client-mock. */
export function callOptions(): CallOptions & { readonly log: ReturnType<typeof recordingLog> } {
  const credentials = { accessKeyId: "100000000001", secretAccessKey: "none" };
  return {
    clients: createClients({ region: "us-east-1", credentials }),
    clock: jumpingClock(),
    random: () => 0.5,
    log: recordingLog(),
    region: "us-east-1",
  };
}

/** A finding about the OU `ou-<number>`. */
export function findingOf(number: number, changes: Partial<Finding> = {}): Finding {
  const resource = `ou-${number}`;
  return {
    key: { guardrail: "scp-attachment", account: "100000000001", region: "us-east-1", resource },
    subject: { name: "Root/Workloads", accounts: [], resourceType: "Other", resourceId: resource },
    guardrail: {
      id: "scp-attachment",
      title: "SCPs are attached",
      why: "x",
      docs: "docs/x.md",
      runbook: "x",
    },
    severity: "CRITICAL",
    mode: "revert",
    outcome: "REVERTED",
    incident: `incident-${number}`,
    differences: [],
    actions: [],
    causes: [],
    causeCount: 0,
    notes: [],
    firstSeenAt: "2026-11-23T10:00:00.000Z",
    updatedAt: "2026-11-23T10:00:05.000Z",
    baselineHash: "sha256-x",
    closed: true,
    ...changes,
  };
}
