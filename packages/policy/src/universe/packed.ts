/** How the universe is stored: compact JSON, compressed, as text that a module can hold. */

import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { ActionUniverse } from "./universe.ts";

/** A service as it is packed. */
export interface ServiceActions {
  /** Its prefix in lower case. */
  readonly service: string;
  readonly actions: readonly {
    readonly name: string;
    /** ARN patterns of its resources, in order of importance. */
    readonly resources: readonly string[];
  }[];
}

/**
 * Prefix, ARN patterns, and the actions as one text: `CreateMembers 0,DeleteDetector 0 2` names each
 * action and the positions of its patterns.
 */
type PackedService = readonly [service: string, patterns: readonly string[], actions: string];

/** Compact JSON, packed. The same services always give the same text on one Node version. */
export function packUniverse(services: readonly ServiceActions[]): string {
  return packText(JSON.stringify(services.map(packService)));
}

/** Base64 of brotli of a text. */
export function packText(text: string): string {
  const bytes = Buffer.from(text);
  const compressed = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  return compressed.toString("base64");
}

/** The text inside; what to compare where compressed bytes may differ by the zlib in use. */
export function unpackText(packed: string): string {
  return brotliDecompressSync(Buffer.from(packed, "base64")).toString();
}

/** What `packUniverse` packed, ready to be asked. */
export function unpackUniverse(packed: string): ActionUniverse {
  // Only `packUniverse` writes such texts, so the type is known.
  const stored = JSON.parse(unpackText(packed)) as readonly PackedService[];
  const resources = new Map<string, readonly string[]>();
  const services = new Map<string, readonly string[]>();
  for (const [service, patterns, actions] of stored) {
    const names = actions.split(",").map((entry) => {
      const [name = "", ...positions] = entry.split(" ");
      const listed = positions.flatMap((position) => patterns[Number(position)] ?? []);
      resources.set(`${service}:${name.toLowerCase()}`, listed);
      return name;
    });
    services.set(service, names);
  }
  return { services, resourcesOf: (action) => resources.get(action.toLowerCase()) ?? [] };
}

function packService({ service, actions }: ServiceActions): PackedService {
  const patterns = [...new Set(actions.flatMap(({ resources }) => resources))];
  const entries = actions.map(({ name, resources }) =>
    [name, ...resources.map((pattern) => patterns.indexOf(pattern))].join(" "),
  );
  return [service, patterns, entries.join(",")];
}
