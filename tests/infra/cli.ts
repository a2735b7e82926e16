/** A loopback server that answers what SST's components ask of the SST CLI. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A function that the CLI was asked to build. */
export interface Build {
  readonly functionID: string;
  readonly handler: string;
  readonly bundle: string;
  /** What would be linked, and with it granted. */
  readonly links: Readonly<Record<string, unknown>>;
}

interface Request {
  readonly method: string;
  readonly params: readonly [Build & { readonly region: string }];
}

/** Starts it and points SST to it. */
export async function startCli(): Promise<{ readonly builds: readonly Build[]; stop(): void }> {
  const builds: Build[] = [];

  async function reply(request: NodeJS.ReadableStream): Promise<object> {
    const { method, params }: Request = JSON.parse(await text(request));
    const [input] = params;
    switch (method) {
      case "Runtime.Build":
        builds.push(input);
        // As for every prebuilt bundle: it is taken as it is.
        return {
          result: { handler: input.handler, out: input.bundle, errors: [], sourcemaps: [] },
        };
      case "Provider.Aws.Bootstrap":
        return {
          result: { asset: `sst-asset-${input.region}`, state: `sst-state-${input.region}` },
        };
      default:
        return { error: `rpc: can't find ${method}` };
    }
  }

  const server = createServer((request, response) => {
    reply(request).then(
      (body) => response.end(JSON.stringify(body)),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  process.env.SST_SERVER = `http://127.0.0.1:${port}`;
  return { builds, stop: () => void server.close() };
}
