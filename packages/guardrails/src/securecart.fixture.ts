/** The SecureCart baseline, for the tests of all guardrails. */
import { fileURLToPath } from "node:url";
import { declaredNames, readBaselineDirectory } from "@holdfast/core/baseline";
import { guardrails, tripwires } from "./generated/registry.ts";

const directory = fileURLToPath(new URL("../../../examples/securecart", import.meta.url));

export const securecart = readBaselineDirectory(directory, declaredNames(guardrails, tripwires));
