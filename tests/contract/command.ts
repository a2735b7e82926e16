/** Runs the real commands as child processes, as users and scripts do. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `node <file>` from the repository's root, without the AWS settings of whoever runs this. */
export function start(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = { NO_COLOR: "1" },
): ChildProcessWithoutNullStreams {
  const { PATH = "", HOME = "", TMPDIR = "" } = process.env;
  return spawn(process.execPath, [`${root}${file}`, ...args], {
    cwd: root,
    env: { PATH, HOME, ...(TMPDIR && { TMPDIR }), ...env },
  });
}

export async function run(
  file: string,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<Ended> {
  const child = start(file, args, options.env);
  child.stdin.end(options.input ?? "");
  const ended = once(child, "close");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  return { code: code as number | null, stdout, stderr };
}

export const holdfast = (...args: readonly string[]): Promise<Ended> =>
  run("packages/cli/src/main.ts", args);

/** A committed JSON Schema, compiled. */
export function schema(name: string): ValidateFunction {
  const content = JSON.parse(readFileSync(`${root}docs/schemas/${name}.schema.json`, "utf8"));
  return new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(content);
}
