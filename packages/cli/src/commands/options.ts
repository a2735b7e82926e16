/** Options and output that commands share. */
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { Option } from "commander";

export function baselineOption(): Option {
  return new Option(
    "--baseline <dir>",
    "directory of the baseline (default: here, or the example)",
  );
}

export function formatOption(...choices: [string, ...string[]]): Option {
  return new Option("--format <format>", "how to print it").choices(choices).default(choices[0]);
}

export function outOption(): Option {
  return new Option("--out <file>", "write there instead of to standard output");
}

/** To standard output, or to a file that is complete or not there at all. */
export function write(text: string, file: string | undefined): void {
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  const draft = `${file}.new-${process.pid}`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}
