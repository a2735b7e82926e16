/** The artifact under test, and broken copies of it. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment } from "@holdfast/core";
import { ROOT } from "./harness.ts";

/** What `holdfast build` wrote; the tests are about nothing else. */
export const DESCRIPTION = join(ROOT, "dist/deployment.json");

/** @throws Error when nothing was built. */
export function readArtifact(): Deployment {
  if (!existsSync(DESCRIPTION)) {
    throw new Error(
      `There is no ${DESCRIPTION}: run \`npx holdfast build --baseline examples/securecart\` first.`,
    );
  }
  return JSON.parse(readFileSync(DESCRIPTION, "utf8"));
}

/**
 * Runs `use` on a project folder whose artifact `change` has had its hands on.
 *
 * @param change gets the `dist` folder of the copy, which is removed afterwards.
 */
export async function withArtifact<T>(
  change: (dist: string) => void,
  use: (root: string) => Promise<T>,
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), "holdfast-artifact-"));
  try {
    const dist = join(root, "dist");
    mkdirSync(dist);
    cpSync(join(ROOT, "dist"), dist, { recursive: true });
    change(dist);
    return await use(root);
  } finally {
    // SST makes the project folder its working directory, and one that is gone breaks what follows.
    process.chdir(ROOT);
    rmSync(root, { recursive: true });
  }
}

/** Changes members of a JSON file. */
export function patchJson(path: string, changes: object): void {
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), ...changes }));
}
