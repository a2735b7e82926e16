/** Discrete-event time: hours pass in no time, and the same run gives the same order every time. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Cancel, LabClock } from "./clock.ts";

interface Timer {
  readonly due: number;
  readonly act: () => void;
}

/** Work under way, with the work that it is part of. */
interface Run {
  readonly parent: Run | undefined;
  sleepers: number;
  release: Cancel | undefined;
}

// While a run sleeps in one branch, another branch of it may still be working through promises. Time
// only jumps after this many turns of the event loop in which nothing at all has happened.
const QUIET_TURNS = 3;

// What is not finished after so many milliseconds keeps itself going, as a function that reacts to
// its own events does.
const ENDLESS = 24 * 3_600_000;

/**
 * A clock that starts at `start` (epoch milliseconds) and moves only in `drain()`. All timers of one
 * instant fire together, so that what happens at once also interleaves. `drain` gives up after
 * `patience` milliseconds of real time in which something was busy without a sign of life.
 */
export function createVirtualClock(start: number, patience = 30_000): LabClock {
  const runs = new AsyncLocalStorage<Run>();
  const working = new Map<object, string>();
  let timers: Timer[] = [];
  let time = start;
  let signs = 0;
  let draining = false;
  let failure: { error: unknown } | undefined;
  let onIdle: (() => void) | undefined;

  function busy(label: string): Cancel {
    const handle = {};
    working.set(handle, label);
    signs++;
    return () => {
      if (!working.delete(handle)) return;
      signs++;
      if (working.size === 0) onIdle?.();
    };
  }

  function at(due: number, act: () => void): Cancel {
    const timer = { due: Math.max(due, time), act };
    const later = timers.findIndex((other) => other.due > timer.due);
    timers.splice(later < 0 ? timers.length : later, 0, timer);
    signs++;
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  }

  // A run is busy while it sleeps nowhere; a sleep also lets the runs around it rest.
  function rest(run: Run | undefined, change: 1 | -1): void {
    if (!run) return;
    run.sleepers += change;
    if (change === 1) run.release?.();
    else if (run.sleepers === 0 && run.release) run.release = busy("work");
    rest(run.parent, change);
  }

  async function idle(): Promise<void> {
    while (working.size > 0) {
      const seen = signs;
      const { promise, resolve } = Promise.withResolvers<void>();
      onIdle = resolve;
      const watchdog = setTimeout(resolve, patience);
      await promise;
      clearTimeout(watchdog);
      onIdle = undefined;
      if (working.size > 0 && signs === seen) {
        const labels = [...new Set(working.values())].join(", ");
        throw new Error(`the lab's clock stands still: busy for ${patience} ms with ${labels}`);
      }
    }
  }

  async function quiet(): Promise<void> {
    for (let turns = 0, seen = signs; turns < QUIET_TURNS; turns++) {
      await idle();
      await new Promise(setImmediate);
      if (working.size > 0 || signs !== seen) turns = -1;
      seen = signs;
    }
  }

  function fire(): void {
    const due = timers.filter((timer) => timer.due <= time);
    timers = timers.filter((timer) => timer.due > time);
    for (const timer of due) {
      try {
        timer.act();
      } catch (error) {
        failure ??= { error };
      }
    }
  }

  return {
    kind: "virtual",
    now: () => time,
    at,
    busy,
    sleep(ms) {
      const run = runs.getStore();
      rest(run, 1);
      return new Promise((resolve) => {
        at(time + ms, () => {
          rest(run, -1);
          resolve();
        });
      });
    },
    run(work) {
      const run: Run = { parent: runs.getStore(), sleepers: 0, release: busy("work") };
      return runs.run(run, async () => {
        try {
          return await work();
        } finally {
          run.release?.();
          run.release = undefined;
        }
      });
    },
    async drain(until) {
      if (draining) throw new Error("the lab's clock is being drained already");
      draining = true;
      const began = time;
      try {
        for (;;) {
          await quiet();
          if (failure) throw failure.error;
          const next = timers[0];
          if (!next || (until !== undefined && next.due > until)) break;
          if (until === undefined && next.due > began + ENDLESS) {
            throw new Error(
              "the lab has not come to rest after a day: something keeps itself going",
            );
          }
          time = next.due;
          fire();
        }
        if (until !== undefined) time = Math.max(time, until);
      } finally {
        draining = false;
        failure = undefined;
      }
    },
    close() {
      timers = [];
    },
  };
}
