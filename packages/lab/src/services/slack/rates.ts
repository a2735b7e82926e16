/** Slack's request rates: a message a second in a channel, and fifty updates a minute. */
import type { Clock } from "@holdfast/core";

/** Slack tolerates "short bursts" without saying how long they may be. */
const BURST = 5;

/** Milliseconds from one request to the next. */
const INTERVALS: Readonly<Record<string, number>> = {
  "chat.postMessage": 1000,
  webhook: 1000,
  "chat.update": 1200,
};

/** Returns a check: seconds to wait before the request may be made, or 0, which counts it. */
export function createRates(
  clock: Pick<Clock, "now">,
): (method: string, channel: string) => number {
  const usedUntil = new Map<string, number>();
  return (method, channel) => {
    const interval = INTERVALS[method] ?? 0;
    // Posting is limited per channel, updating for the app as a whole.
    const bucket = method === "chat.update" ? method : `${method} ${channel}`;
    const until = Math.max(usedUntil.get(bucket) ?? 0, clock.now());
    const wait = until - clock.now() - (BURST - 1) * interval;
    if (wait > 0) return Math.max(1, Math.ceil(wait / 1000));
    usedUntil.set(bucket, until + interval);
    return 0;
  };
}
