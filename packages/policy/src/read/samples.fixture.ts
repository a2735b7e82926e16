/** Real policies that others published, from beside the repository; tests say so when they are absent. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyKind } from "../grammar/kinds.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "..", "..", "..", "shared", "policies");

export interface Sample {
  readonly file: string;
  readonly kind: PolicyKind;
  /** As published, but for a CIDR block that is a placeholder and so is none. */
  readonly text: string;
}

export const present = existsSync(FOLDER);
if (!present) console.info("policy samples are absent: only the policies in the tests are checked");

/** The index says for each file where it comes from, and so what it is. */
export const samples: readonly Sample[] = present
  ? readFileSync(join(FOLDER, "INDEX.tsv"), "utf8").trim().split("\n").slice(1).map(sampleOf)
  : [];

function sampleOf(line: string): Sample {
  const [file = "", path = "", kind = ""] = line.split("\t");
  const text = readFileSync(join(FOLDER, file), "utf8");
  return {
    file,
    kind: kind === "SCP" ? "SERVICE_CONTROL_POLICY" : kindOf(path),
    text: text.replaceAll("<my-corporate-cidr>", "203.0.113.0/24"),
  };
}

function kindOf(path: string): PolicyKind {
  return path.endsWith("_rcp.json") ? "RESOURCE_CONTROL_POLICY" : "RESOURCE";
}
