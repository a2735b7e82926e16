/** A directory that is written as a whole: everything is there at the end, or everything is as it was. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { HoldfastError } from "@holdfast/core";

/** Throws a `HoldfastError` with code `OUT_NOT_EMPTY` if there is something in it that could be lost. */
export function assertWritable(directory: string, force: boolean): void {
  if (force || !existsSync(directory) || readdirSync(directory).length === 0) return;
  throw new HoldfastError("OUT_NOT_EMPTY", `${directory} is not empty.`, {
    source: "user",
    hint: "Choose another directory, or replace what stands in the way with --force.",
  });
}

/**
 * Writes files, by their path in `directory`, into a draft beside it first, so that a full disk is found
 * before anything is touched; then they take their places by renaming. Whatever else is in the directory
 * stays. All of it happens at one go: a signal that arrives meanwhile waits. Throws what the file system
 * throws, with everything put back.
 */
export function writeDirectory(directory: string, files: ReadonlyMap<string, string>): void {
  const target = resolve(directory);
  mkdirSync(dirname(target), { recursive: true });
  const draft = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  try {
    const written = join(draft, "new");
    mkdirSync(written);
    for (const [path, text] of files) {
      const file = join(written, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    if (existsSync(target)) exchange(written, target, join(draft, "old"));
    else renameSync(written, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Puts each entry of `from` into `to`, and what was there in its place into `aside`. */
function exchange(from: string, to: string, aside: string): void {
  mkdirSync(aside);
  const undo: (() => void)[] = [];
  const move = (source: string, destination: string) => {
    renameSync(source, destination);
    undo.push(() => renameSync(destination, source));
  };
  try {
    for (const name of readdirSync(from)) {
      if (existsSync(join(to, name))) move(join(to, name), join(aside, name));
      move(join(from, name), join(to, name));
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
}
