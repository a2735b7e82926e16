/** EventBridge: the default bus of every account and Region, and the hub bus, as they are described. */
import { type Deployment, type Json, matches, type Rule } from "@holdfast/core";
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
  /** Puts a message on a queue by name. */
  send(queue: string, body: string): void;
}

export function createEventBridge(options: EventBridgeOptions): EventBridge {
  const { clock, deployment, trouble, delay, send } = options;

  // `forwarded`: EventBridge sends an event from bus to bus only once.
  function route(bus: string, event: Json, forwarded: boolean): void {
    for (const { target } of deployment.rules.filter((rule) => accepts(rule, bus, event))) {
      if ("queue" in target) send(target.queue, JSON.stringify(event));
      else if (!forwarded) route(target.bus, event, true);
    }
  }

  return {
    publish(event) {
      if (Buffer.byteLength(JSON.stringify(event)) > LARGEST_EVENT) return;
      for (const extra of trouble.deliveries(event)) {
        clock.at(clock.now() + delay + extra, () => route("default", event, false));
      }
    },
    put: (bus, event) => route(bus, event, false),
  };
}

function accepts(rule: Rule, bus: string, event: Json): boolean {
  if (rule.bus !== bus || !matches(rule.pattern, event)) return false;
  const readOnly = matches({ detail: { readOnly: [true], managementEvent: [true] } }, event);
  return !readOnly || rule.state === "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
}
