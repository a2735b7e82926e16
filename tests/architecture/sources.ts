/** The sources of the repository and what they import, for the rules that a test keeps. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Import {
  /** As it is written, e.g. `@holdfast/core` or `./lab.ts`. */
  readonly from: string;
  /** Whether it is gone once types are stripped. */
  readonly typeOnly: boolean;
}

/** Statements begin a line and may run over several; a template that makes imports has a `$` in them. */
const STATEMENT = /^(import|export)\s+(type\s)?([^;"']*?\sfrom\s+)?"([^"]+)";/gm;
const DYNAMIC = /\bimport\(\s*"([^"$]+)"\s*\)/g;

export function importsOf(text: string): Import[] {
  const statements = [...text.matchAll(STATEMENT)].map(
    ([, , type, , from = ""]): Import => ({ from, typeOnly: type !== undefined }),
  );
  const dynamic = [...text.matchAll(DYNAMIC)].map(
    ([, from = ""]): Import => ({ from, typeOnly: false }),
  );
  return [...statements, ...dynamic];
}

/** Whether a file is there for tests only: never imported by what is shipped. */
export function isForTests(file: string): boolean {
  return /\.(test|fixture)\.ts$|\/fixture\.ts$|\/testing\/|\/testing\.ts$/.test(file);
}

/** All TypeScript files below a folder, relative to the root. Throws if there are none. */
export function filesIn(folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.split("/").includes("node_modules"))
    .map((file) => join(folder, file))
    .sort();
  if (files.length === 0) throw new Error(`${folder} holds no sources`);
  return files;
}

export const shipped = (folder: string): string[] =>
  filesIn(folder).filter((file) => !isForTests(file));

export const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** The file, relative to the root, that an import leads to; undefined if it is not of this repository. */
export function resolveImport(from: string, importer: string): string | undefined {
  if (from.startsWith(".")) return relative(root, join(root, dirname(importer), from));
  const [, name, path = "."] = /^@holdfast\/([^/]+)(?:\/(.+))?$/.exec(from) ?? [];
  if (name === undefined) return undefined;
  const folder = name === "functions" ? name : `packages/${name}`;
  const { exports } = JSON.parse(read(`${folder}/package.json`));
  const target = exports[path === "." ? "." : `./${path}`] ?? exports["./*"]?.replace("*", path);
  if (target === undefined) throw new Error(`${importer} imports ${from}, which is not exported`);
  return join(folder, target);
}

/** Everything that is loaded with a file at run time: files of the repository, and packages. */
export function reachable(file: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const { from, typeOnly } of importsOf(read(file))) {
    if (typeOnly) continue;
    const target = resolveImport(from, file);
    if (target === undefined) seen.add(from);
    else reachable(target, seen);
  }
  return seen;
}
