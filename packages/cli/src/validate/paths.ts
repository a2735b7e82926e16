/** How files of a baseline are named in output: for people from here, for code scanning from the repository's root. */
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

/** From the current directory, so that terminals and editors can follow it. */
export function fromHere(directory: string): (file: string) => string {
  const base = relative(process.cwd(), resolve(directory));
  return (file) => join(base, file);
}

/** From the root of the repository that holds the baseline; from here, if it is in none. */
export function fromRepository(directory: string): (file: string) => string {
  const full = resolve(directory);
  const base = relative(repositoryOf(full) ?? process.cwd(), full);
  return (file) => join(base, file).replaceAll(sep, "/");
}

function repositoryOf(directory: string): string | undefined {
  if (existsSync(join(directory, ".git"))) return directory;
  const parent = dirname(directory);
  return parent === directory ? undefined : repositoryOf(parent);
}
