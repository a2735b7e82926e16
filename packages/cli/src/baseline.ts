/** Which baseline a command works on. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Baseline } from "@holdfast/core";
import { declaredNames, readBaselineDirectory } from "@holdfast/core/baseline";
import { guardrails, tripwires } from "@holdfast/guardrails";

/** The example that every demonstration starts from. */
export const SECURECART = fileURLToPath(new URL("../../../examples/securecart", import.meta.url));

/** The directory given, the current one if it holds a baseline, or else the example; says which. */
export function chooseDirectory(directory: string | undefined): string {
  const here = existsSync(join(process.cwd(), "holdfast.yaml"));
  const chosen = directory ?? (here ? "." : SECURECART);
  if (directory === undefined && !here) {
    process.stderr.write("No holdfast.yaml here: using the SecureCart example.\n");
  }
  return chosen;
}

export function readBaseline(directory: string | undefined): Baseline {
  return readBaselineDirectory(chooseDirectory(directory), declaredNames(guardrails, tripwires));
}
