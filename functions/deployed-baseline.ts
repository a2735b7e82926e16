/** The baseline that a deployed function keeps to. Throws at its start where it can't be read. */
import { readFileSync } from "node:fs";
import { readCompiledBaseline } from "@holdfast/core";

/** `holdfast build` puts the compiled baseline beside every bundle: no store to tamper with. */
export const baseline = readCompiledBaseline(
  readFileSync(new URL("baseline.json", import.meta.url), "utf8"),
);
