/** The lab over HTTP, on this machine only. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Handle, textResponse, type WireRequest, type WireResponse } from "./wire/message.ts";

export interface Server {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Stops at once: connections that are open, also those with a request under way, are cut. */
  close(): Promise<void>;
}

/** Bytes; DynamoDB takes the largest requests of the services here, 16 MiB. */
const BODY_LIMIT = 16 * 1024 * 1024;

/** Serves `handle`; port 0 takes any free one. Rejects if the port is taken. */
export async function serve(handle: Handle, port: number): Promise<Server> {
  const server = createServer({ keepAlive: true }, (incoming, outgoing) => {
    answer(handle, incoming).then(
      (response) => send(response, outgoing),
      // The client hung up while it was sending: nobody is left to answer.
      () => outgoing.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    // Any access key is believed here, so other machines must not reach it.
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(handle: Handle, incoming: IncomingMessage): Promise<WireResponse> {
  const body = await bodyOf(incoming);
  if (!body) {
    const text = `The body is larger than ${BODY_LIMIT} bytes.`;
    return textResponse(413, text, { "content-type": "text/plain", connection: "close" });
  }
  return handle(requestOf(incoming, body));
}

/** Undefined if it is too large. */
async function bodyOf(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    // Read to the end, so that the client gets to see the answer.
    if (size <= BODY_LIMIT) chunks.push(chunk);
  }
  return size <= BODY_LIMIT ? Buffer.concat(chunks) : undefined;
}

function requestOf(incoming: IncomingMessage, body: Uint8Array): WireRequest {
  const { method = "GET", url = "/" } = incoming;
  const [path = "/", query = ""] = url.split(/\?(.*)/s);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(", ") : (value ?? ""),
  ]);
  return {
    method,
    path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(headers),
    body,
  };
}

function send(response: WireResponse, outgoing: ServerResponse): void {
  outgoing.writeHead(response.status, {
    ...response.headers,
    "content-length": response.body.byteLength,
  });
  outgoing.end(response.body);
}
