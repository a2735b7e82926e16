/** EventBridge Scheduler: sends each schedule's message to its queue, again and again. */
import type { Schedule } from "@holdfast/core";
import type { Cancel, LabClock } from "./clock.ts";

const UNITS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** The first message comes after one period. Returns what ends it; a drain has no end before. */
export function startSchedules(
  schedules: readonly Schedule[],
  clock: LabClock,
  send: (queue: string, body: string) => void,
): Cancel {
  const pending = new Map<string, Cancel>();

  function next(schedule: Schedule): void {
    const { name, rate, queue, message } = schedule;
    const cancel = clock.at(clock.now() + periodOf(rate), () => {
      send(queue, JSON.stringify(message));
      next(schedule);
    });
    pending.set(name, cancel);
  }

  for (const schedule of schedules) next(schedule);
  return () => {
    for (const cancel of pending.values()) cancel();
  };
}

/** Milliseconds of `rate(4 hours)`. Throws on any other expression: the lab knows no calendar. */
export function periodOf(rate: string): number {
  const [, count, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(rate) ?? [];
  const length = UNITS[unit];
  if (length === undefined) throw new Error(`The lab has no schedule ${rate}.`);
  return Number(count) * length;
}
