/** The lab as an SDK `requestHandler`: the same wire as over HTTP, without a socket. */
import { type HttpRequest, HttpResponse } from "@smithy/core/transport";
import type { HttpHandlerOptions, RequestHandler } from "@smithy/types";
import type { Handle, WireRequest } from "./wire/message.ts";

/** Give it to a client: `new STSClient({ requestHandler: new LabRequestHandler(handle), … })`. */
export class LabRequestHandler
  implements RequestHandler<HttpRequest, HttpResponse, HttpHandlerOptions>
{
  readonly #handle: Handle;

  constructor(handle: Handle) {
    this.#handle = handle;
  }

  async handle(
    request: HttpRequest,
    options?: HttpHandlerOptions,
  ): Promise<{ response: HttpResponse }> {
    const { status, headers, body } = await unlessAborted(options?.abortSignal, () =>
      this.#handle(wireRequestOf(request)),
    );
    return { response: new HttpResponse({ statusCode: status, headers: { ...headers }, body }) };
  }

  /** There is nothing to configure. */
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  /** Several clients share one lab, which lives on. */
  destroy(): void {}
}

function wireRequestOf(request: HttpRequest): WireRequest {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value ?? ""]) query.append(name, one);
  }
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ]);
  return {
    method: request.method,
    path: request.path,
    query,
    headers: Object.fromEntries(headers),
    body: bytesOf(request.body),
  };
}

function bytesOf(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  throw new TypeError("The lab takes request bodies as text or bytes, not as streams.");
}

/** Rejects with an `AbortError`, as the SDK's own handlers do, when the caller gives up. */
async function unlessAborted<T>(
  signal: HttpHandlerOptions["abortSignal"],
  call: () => Promise<T>,
): Promise<T> {
  if (!(signal instanceof AbortSignal)) return call();
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new DOMException("Request aborted", "AbortError"));
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([call(), promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
