/**
 * A process of its own: one cold start of a bundle, up to its first Organizations call. Takes a
 * `Start` as a message, answers with a `Started`, and ends.
 */
import { subscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";
import { registerHooks } from "node:module";
import { performance } from "node:perf_hooks";
import type { Invocation } from "./first-invocation.ts";

export interface Start {
  /** URL of the bundle's `index.mjs`. */
  readonly module: string;
  readonly invocation: Pick<Invocation, "event" | "context">;
  /** Counts bytes; that costs a little time. */
  readonly count: boolean;
}

/** Up to a moment: milliseconds since the import began, and what was loaded (0 unless counted). */
export interface Spent {
  readonly ms: number;
  readonly bytes: number;
  readonly files: number;
}

export interface Started {
  readonly init: Spent;
  readonly firstCall: Spent;
}

async function coldStart({ module, invocation, count }: Start): Promise<Started> {
  const loaded: number[] = [];
  if (count) {
    registerHooks({
      load(url, context, next) {
        const result = next(url, context);
        const { source } = result;
        // Built-in modules have no source: they are in Node's own snapshot.
        if (url.startsWith("file:") && source)
          loaded.push(Buffer.from(source as Buffer).byteLength);
        return result;
      },
    });
  }
  const startedAt = performance.now();
  const spent = (): Spent => ({
    ms: performance.now() - startedAt,
    bytes: loaded.reduce((sum, bytes) => sum + bytes, 0),
    files: loaded.length,
  });
  const { promise: firstCall, resolve, reject } = Promise.withResolvers<Spent>();
  subscribe("http.client.request.start", (message) => {
    const { request } = message as { readonly request: ClientRequest };
    if (String(request.getHeader("x-amz-target")).startsWith("AWSOrganizations")) resolve(spent());
  });
  const { handler } = await import(module);
  const init = spent();
  const context = { ...invocation.context, getRemainingTimeInMillis: () => 60_000 };
  handler(invocation.event, context).then(
    () => reject(new Error("the handler ended without an Organizations call")),
    reject,
  );
  return { init, firstCall: await firstCall };
}

process.once("message", async (start: Start) => {
  const started = await coldStart(start);
  process.send?.(started, () => process.exit(0));
});
