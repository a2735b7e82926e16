/** `holdfast build`: baseline in, deployable artifact out. */
import type { Command } from "commander";
import { readBaseline } from "../baseline.ts";
import { build } from "../build/build.ts";
import { baselineOption } from "./options.ts";

export function addBuild(program: Command): void {
  program
    .command("build")
    .description("turn a baseline into function bundles, templates and the deployment description")
    .addOption(baselineOption())
    .option("--stage <name>", "stage that is deployed; part of every name", "production")
    .option("--out <dir>", "where to", "dist")
    .action(async (options: { baseline?: string; stage: string; out: string }) => {
      const { directory, deployment } = await build(
        readBaseline(options.baseline),
        options.stage,
        options.out,
      );
      const { functions, rules, queues, stackSets, baselineHash } = deployment;
      process.stderr.write(
        `Built ${functions.length} functions, ${rules.length} rules, ${queues.length} queues ` +
          `and ${stackSets.length} StackSets ` +
          `for stage ${options.stage}, baseline ${baselineHash.slice(0, 12)}.\n`,
      );
      process.stdout.write(`${directory}\n`);
    });
}
