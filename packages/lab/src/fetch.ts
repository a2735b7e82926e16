/** The lab as a `fetch`: Slack's own URLs, without a socket. */
import { SLACK_PATH } from "./services/slack/index.ts";
import type { Handle, WireRequest } from "./wire/message.ts";

/** The part of `fetch` that a client of Slack needs. */
export type LabFetch = (url: string, init: RequestInit) => Promise<Response>;

/** Takes requests to `slack.com` and `hooks.slack.com`; any other host can't be reached. */
export function labFetch(handle: Handle): LabFetch {
  return async (url, init) => {
    const { hostname, pathname } = new URL(url);
    if (hostname !== "slack.com" && hostname !== "hooks.slack.com") {
      throw new TypeError("fetch failed");
    }
    const request: WireRequest = {
      method: init.method ?? "GET",
      path: `${SLACK_PATH}${pathname}`,
      query: new URLSearchParams(),
      headers: Object.fromEntries(new Headers(init.headers)),
      body: new TextEncoder().encode(String(init.body ?? "")),
    };
    const { status, headers, body } = await unlessAborted(init.signal, () => handle(request));
    return new Response(Buffer.from(body), { status, headers });
  };
}

/** Rejects with the signal's reason when the caller gives up, as `fetch` does. */
async function unlessAborted<T>(
  signal: AbortSignal | null | undefined,
  call: () => Promise<T>,
): Promise<T> {
  if (!signal) return call();
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([call(), promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
