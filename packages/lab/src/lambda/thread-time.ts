/**
 * Inside a worker: makes the lab's virtual time the thread's own, before the bundle is loaded, so
 * that the bundle needs to know nothing of it. `Date` and `timers/promises` follow the lab; the
 * global `setTimeout`, with which the SDK guards its sockets, stays real.
 */
import diagnostics from "node:diagnostics_channel";
import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";
import type { FromWorker } from "./protocol.ts";

export interface ThreadTime {
  now(): number;
  /** Takes over what a message from the lab says. */
  follow(now: number, turn: number): void;
  /** Ends a sleep. */
  wake(timer: number): void;
}

// Idle means: asleep, no request under way, and nothing has happened for this many turns.
const QUIET_TURNS = 3;

export function followLabTime(start: number, post: (message: FromWorker) => void): ThreadTime {
  const sleepers = new Map<number, () => void>();
  const requests = new Set<unknown>();
  let now = start;
  let turn = 0;
  let timer = 0;
  let signs = 0;

  /** Says "idle" once things have been quiet for a while. */
  function stir(): void {
    const seen = ++signs;
    let left = QUIET_TURNS;
    const check = (): void => {
      if (seen !== signs || sleepers.size === 0 || requests.size > 0) return;
      if (left-- > 0) setImmediate(check);
      else post({ type: "idle", turn });
    };
    setImmediate(check);
  }

  function sleep<T>(
    ms = 1,
    value?: T,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<T | undefined> {
    if (signal?.aborted) return Promise.reject(abortError(signal));
    const id = ++timer;
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        if (!sleepers.delete(id)) return;
        post({ type: "cancel", timer: id });
        stir();
        reject(abortError(signal));
      };
      sleepers.set(id, () => {
        signal?.removeEventListener("abort", abort);
        resolve(value);
      });
      signal?.addEventListener("abort", abort, { once: true });
      post({ type: "sleep", timer: id, ms });
      stir();
    });
  }

  function watchRequests(): void {
    const over = (request: unknown): void => {
      if (requests.delete(request)) stir();
    };
    diagnostics.subscribe("http.client.request.start", (message) => {
      requests.add(member(message, "request"));
    });
    diagnostics.subscribe("http.client.request.error", (message) => {
      over(member(message, "request"));
    });
    // Published when the head of the response is there; the body still has to be read.
    diagnostics.subscribe("http.client.response.finish", (message) => {
      const response = member(message, "response");
      (response as NodeJS.EventEmitter).once("close", () => over(member(message, "request")));
    });
    // `fetch` has channels of its own; "trailers" is published when the body is there.
    diagnostics.subscribe("undici:request:create", (message) => {
      requests.add(member(message, "request"));
    });
    for (const end of ["undici:request:trailers", "undici:request:error"]) {
      diagnostics.subscribe(end, (message) => over(member(message, "request")));
    }
  }

  const RealDate = Date;
  RealDate.now = () => now;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length > 0 ? args : [now], newTarget),
    apply: () => new RealDate(now).toString(),
  });
  Object.assign(timers, { setTimeout: sleep });
  syncBuiltinESMExports();
  watchRequests();

  return {
    now: () => now,
    follow(newNow, newTurn) {
      now = newNow;
      turn = newTurn;
      signs++;
    },
    wake(id) {
      const resolve = sleepers.get(id);
      sleepers.delete(id);
      resolve?.();
      stir();
    },
  };
}

function member(message: unknown, name: string): unknown {
  return Reflect.get(Object(message), name);
}

function abortError(signal: AbortSignal | undefined): Error {
  const options = { cause: signal?.reason };
  return Object.assign(new Error("The operation was aborted", options), {
    name: "AbortError",
    code: "ABORT_ERR",
  });
}
