/** Real policies that others published, from beside the repository; tests say so when they are absent. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyDocument } from "../document.ts";
import { parsePolicy } from "../read/parse.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "..", "..", "..", "shared", "policies");

export const present = existsSync(FOLDER);
if (!present) console.info("policy samples are absent: comparisons of real policies are left out");

/** Their files' names. */
export const samples: readonly string[] = present
  ? readdirSync(FOLDER)
      .filter((name) => name.endsWith(".json"))
      .toSorted()
  : [];

/** A policy as it was published, but for a CIDR block that is a placeholder and so is none. */
export function readSample(file: string): PolicyDocument {
  return parsePolicy(text(file), file);
}

/** The one whose file's name has this in it, with something real in the place of each placeholder. */
export function fillSample(name: string): PolicyDocument {
  const files = samples.filter((file) => file.includes(`--${name}--`));
  const [file] = files;
  if (file === undefined || files.length > 1) throw new Error(`no single sample is named ${name}`);
  const filled = text(file)
    .replaceAll(`\${Account}`, "111122223333")
    .replaceAll(`\${Region}`, "eu-west-1")
    .replaceAll("{example-region-1}", "eu-west-1")
    .replaceAll("{example-region-2}", "us-east-1")
    .replaceAll(/\[([A-Z_]+)\]/g, "$1")
    .replaceAll(/[<{]([a-z0-9_-]+)[>}]/g, "$1");
  return parsePolicy(filled, file);
}

function text(file: string): string {
  return readFileSync(join(FOLDER, file), "utf8").replaceAll(
    "<my-corporate-cidr>",
    "203.0.113.0/24",
  );
}
