/** EventBridge: the default bus of every account and Region, and the hub bus, as they are described. */
import { type Deployment, type EventPattern, type Json, matches, type Rule } from "@holdfast/core";
import { isIn } from "@holdfast/core/deployment";
import type { LabClock } from "./clock.ts";
import type { RecordJson } from "./trail/record.ts";
import type { Trouble } from "./trouble.ts";

/** CloudTrail sends nothing larger to EventBridge; bytes. */
const LARGEST_EVENT = 256 * 1024;

export interface EventBridge {
  /** Delivers to the default bus of the event's account and Region after the usual delay. */
  publish(event: RecordJson): void;
  /** Puts an event on a bus at once, as it is. */
  put(bus: string, event: Json): void;
}

export interface EventBridgeOptions {
  readonly clock: LabClock;
  readonly deployment: Deployment;
  readonly trouble: Pick<Trouble, "deliveries">;
  /** Milliseconds from a call to its event's arrival. */
  readonly delay: number;
  /** Whether a trail records it: without one EventBridge is told nothing. */
  records(record: RecordJson): boolean;
  /** Whether the forwarding rules have been rolled out to an account, and the hub bus takes what it sends. */
  forwards(account: string): boolean;
  /** Puts a message on a queue by name. */
  send(queue: string, body: string): void;
}

export function createEventBridge(options: EventBridgeOptions): EventBridge {
  const { clock, deployment, trouble, delay, records, forwards, send } = options;

  // `forwarded`: EventBridge sends an event from bus to bus only once.
  function route(bus: string, event: Json, forwarded: boolean): void {
    const accepting = deployment.rules.filter((rule) => rule.bus === bus && accepts(rule, event));
    for (const { target } of accepting) {
      if ("queue" in target) send(target.queue, JSON.stringify(event));
      else if (!forwarded) route(target.bus, event, true);
    }
  }

  /** To the default bus of the account and Region that recorded it. */
  function arrive(event: RecordJson): void {
    const { account, region } = event;
    if (account === deployment.account && region === deployment.region) {
      route("default", event, false);
      return;
    }
    const { regions, rules } = deployment.forwarding;
    if (!regions.includes(String(region)) || !forwards(String(account))) return;
    for (const rule of rules) {
      if (isIn(String(region), rule) && accepts(rule, event))
        route(deployment.bus.name, event, true);
    }
  }

  return {
    publish(event) {
      if (Buffer.byteLength(JSON.stringify(event)) > LARGEST_EVENT) return;
      if (!records(event.detail as RecordJson)) return;
      for (const extra of trouble.deliveries(event)) {
        clock.at(clock.now() + delay + extra, () => arrive(event));
      }
    },
    put: (bus, event) => route(bus, event, false),
  };
}

function accepts(
  { pattern, state }: { readonly pattern: EventPattern; readonly state: Rule["state"] },
  event: Json,
): boolean {
  if (!matches(pattern, event)) return false;
  const readOnly = matches({ detail: { readOnly: [true], managementEvent: [true] } }, event);
  return !readOnly || state === "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
}
