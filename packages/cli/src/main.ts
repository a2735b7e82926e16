#!/usr/bin/env node
/** The `holdfast` command. */
import { Command } from "commander";
import { addBuild } from "./commands/build.ts";
import { addDiff } from "./commands/diff.ts";
import { addExplain } from "./commands/explain.ts";
import { addHold } from "./commands/hold.ts";
import { addImport } from "./commands/import.ts";
import { addLab } from "./commands/lab.ts";
import { addPause } from "./commands/pause.ts";
import { addPlan, addScan } from "./commands/scan.ts";
import { addValidate } from "./commands/validate.ts";
import { describeError } from "./errors.ts";

const program = new Command("holdfast")
  .description("Keeps an AWS organization at its declared baseline.")
  .showHelpAfterError("(add --help for what there is)");
addValidate(program);
addLab(program);
addBuild(program);
addDiff(program);
addExplain(program);
addImport(program);
addPlan(program);
addScan(program);
addPause(program);
addHold(program);

// A reader that went away (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(describeError(error));
  process.exitCode = 1;
}
