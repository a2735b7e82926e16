/**
 * Reads the compiled baseline inside a function. It was checked when it was built, so the hash is all
 * that is needed here; neither the schema library nor a YAML parser gets into the bundle.
 */
import { HoldfastError, messageOf } from "../errors.ts";
import { hashOf } from "./hash.ts";
import type { Baseline } from "./model.ts";

/**
 * The baseline that `holdfast build` wrote. Throws a `HoldfastError` with code `BASELINE_CORRUPT` if
 * the text is not one of this version or was changed after it was built.
 */
export function readCompiledBaseline(text: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw corrupt(`it is not JSON: ${messageOf(error)}`);
  }
  if (typeof value !== "object" || value === null) throw corrupt("it is not an object");
  const { version, hash } = value as { version?: unknown; hash?: unknown };
  if (version !== 1) throw corrupt(`its version is ${JSON.stringify(version)}, not 1`);
  // The hash vouches for the shape: it was computed over a value that the compiler has checked.
  const baseline = value as Baseline;
  const actual = hashOf(baseline);
  if (hash !== actual) {
    throw corrupt(`its hash is ${JSON.stringify(hash)}, but its content hashes to ${actual}`);
  }
  return baseline;
}

function corrupt(reason: string): HoldfastError {
  return new HoldfastError("BASELINE_CORRUPT", `The compiled baseline can't be used: ${reason}`, {
    source: "tool",
    hint: "Run `holdfast build` and deploy the artifact again.",
  });
}
