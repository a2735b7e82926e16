/** HTTP messages as the lab sees them, whatever carried them. */

export interface WireRequest {
  readonly method: string;
  /** Without query string, percent-encoded as it was sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Where it came from, if that is worth recording; the lab's default otherwise. */
  readonly remoteAddress?: string;
}

export interface WireResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The lab itself: one request in, one response out. Never rejects. */
export type Handle = (request: WireRequest) => Promise<WireResponse>;

/** The body as text. */
export function textOf(request: WireRequest): string {
  return new TextDecoder().decode(request.body);
}

/** A response whose body is text. */
export function textResponse(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>>,
): WireResponse {
  return { status, headers, body: new TextEncoder().encode(text) };
}
