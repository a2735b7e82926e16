/** A baseline on disk; the one place in core that touches the file system. */
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { HoldfastError, messageOf } from "../errors.ts";
import type { BaselineFiles } from "./draft.ts";
import { BASELINE_FILE, type LoadOptions, loadBaseline } from "./load.ts";
import type { Baseline } from "./model.ts";

/**
 * Loads the baseline in a directory. Throws a `BaselineError` for what is wrong inside its files, and
 * what `openBaselineDirectory` throws.
 */
export function readBaselineDirectory(directory: string, options: LoadOptions): Baseline {
  return loadBaseline(openBaselineDirectory(directory), options);
}

/**
 * The files of the baseline in a directory. Throws a `HoldfastError` with code `BASELINE_NOT_FOUND`
 * if there is none, and with `BASELINE_UNREADABLE` when it can't get at a file.
 */
export function openBaselineDirectory(directory: string): BaselineFiles {
  const root = resolve(directory);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
    throw notFound(`${root} is not a directory`);
  }
  const file = join(root, BASELINE_FILE);
  if (!statSync(file, { throwIfNoEntry: false })) throw notFound(`there is no ${file}`);
  return filesIn(realpathSync(root));
}

function filesIn(root: string): BaselineFiles {
  return {
    read: (path) => whereItIs(join(root, path), (file) => textOf(file, root)),
    list: (folder) => whereItIs(join(root, folder), (path) => readdirSync(path)) ?? [],
  };
}

function textOf(file: string, root: string): string {
  // A link may lead to another file of the baseline, never out of it.
  if (!realpathSync(file).startsWith(root + sep)) throw new Error("it leads out of the baseline");
  return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
}

/** What `read` finds at a path; undefined if nothing is there. */
function whereItIs<T>(path: string, read: (path: string) => T): T | undefined {
  try {
    return read(path);
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw new HoldfastError("BASELINE_UNREADABLE", `${path} can't be read: ${messageOf(error)}`, {
      source: "user",
      hint: "It must be a readable UTF-8 text file inside the baseline directory.",
      cause: error,
    });
  }
}

function isAbsence(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function notFound(reason: string): HoldfastError {
  return new HoldfastError("BASELINE_NOT_FOUND", `No baseline found: ${reason}`, {
    source: "user",
    hint: `Pass --baseline with the directory that holds ${BASELINE_FILE}.`,
  });
}
