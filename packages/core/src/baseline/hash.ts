/** The hash that names a baseline in every finding and alert. */
import { createHash } from "node:crypto";
import { canonicalJson, type Json } from "../json.ts";
import type { Baseline } from "./model.ts";

/** SHA-256, in hex, over the canonical JSON of everything but the hash itself. */
export function hashOf(baseline: Omit<Baseline, "hash">): string {
  const { hash: _, ...content } = baseline as Baseline;
  // A baseline is plain JSON; interfaces without index signatures don't show it to the compiler.
  return createHash("sha256")
    .update(canonicalJson(content as unknown as Json))
    .digest("hex");
}
