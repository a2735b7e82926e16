/** The lab's time: a clock that also says when nothing is left to do. Real time, or discrete events. */
import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "@holdfast/core";

/** Undoes what returned it; harmless when called again. */
export type Cancel = () => void;

export interface LabClock extends Clock {
  /** `virtual` time stands still while anything is busy, and jumps when nothing is. */
  readonly kind: "virtual" | "real";
  /** Calls `act` at `time` (epoch milliseconds; the past means as soon as possible). */
  at(time: number, act: () => void): Cancel;
  /** Does work that counts as busy until it settles; a `sleep` inside it does not. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Marks work that is done elsewhere, e.g. in a worker. `label` is shown when it never ends. */
  busy(label: string): Cancel;
  /**
   * Lets time pass until nothing is busy and no timer is left, or until `until` (epoch
   * milliseconds). Rejects with what a timer threw.
   */
  drain(until?: number): Promise<void>;
  /** Drops all timers. */
  close(): void;
}

// Node fires a timer beyond this at once.
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** The system's time. */
export function createRealClock(): LabClock {
  const timers = new Set<NodeJS.Timeout>();
  const working = new Set<object>();

  function busy(): Cancel {
    const handle = {};
    working.add(handle);
    return () => working.delete(handle);
  }

  return {
    kind: "real",
    now: Date.now,
    sleep: (ms) => wait(ms),
    at(time, act) {
      const delay = Math.min(Math.max(time - Date.now(), 0), LONGEST_TIMEOUT);
      const timer = setTimeout(() => {
        timers.delete(timer);
        act();
      }, delay);
      timers.add(timer);
      return () => {
        clearTimeout(timer);
        timers.delete(timer);
      };
    },
    async run(work) {
      const release = busy();
      try {
        return await work();
      } finally {
        release();
      }
    },
    busy,
    async drain(until = Number.POSITIVE_INFINITY) {
      while (Date.now() < until && working.size + timers.size > 0) await wait(5);
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
