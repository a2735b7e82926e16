/** `holdfast validate`: a baseline checked offline and completely. */
import {
  checkBaseline,
  openBaselineDirectory,
  RULES,
  type Validation,
} from "@holdfast/core/baseline";
import { guardrails, tripwires } from "@holdfast/guardrails";
import { loadAwsManagedPolicies } from "@holdfast/policy/aws-managed";
import { loadActionUniverse } from "@holdfast/policy/universe";
import { validationJson, validationSarif } from "@holdfast/report";
import type { Command } from "commander";
import { chooseDirectory } from "../baseline.ts";
import { fromHere, fromRepository } from "../validate/paths.ts";
import { validationText } from "../validate/text.ts";
import { baselineOption, formatOption, outOption, write } from "./options.ts";

interface Options {
  readonly baseline?: string;
  readonly format: string;
  readonly out?: string;
  readonly strict: boolean;
}

export function addValidate(program: Command): void {
  program
    .command("validate")
    .description("check a baseline offline: format, policies, lint rules and expectations")
    .addOption(baselineOption())
    .addOption(formatOption("text", "json", "sarif"))
    .addOption(outOption())
    .option("--strict", "fail on warnings too", false)
    .action(async (options: Options) => {
      const directory = chooseDirectory(options.baseline);
      const validation = checkBaseline(openBaselineDirectory(directory), {
        guardrails,
        tripwires: tripwires.map(({ id }) => id),
        stage: "production",
        now: Date.now(),
        universe: await loadActionUniverse(),
        awsManaged: await loadAwsManagedPolicies(),
      });
      const failing = options.strict ? ["error", "warning"] : ["error"];
      const valid = !validation.problems.some(({ severity }) => failing.includes(severity));
      write(rendered(validation, valid, directory, options.format), options.out);
      process.exitCode = valid ? 0 : 1;
    });
}

function rendered(
  validation: Validation,
  valid: boolean,
  directory: string,
  format: string,
): string {
  if (format === "text") return validationText(validation, valid, fromHere(directory));
  const value =
    format === "json"
      ? validationJson(validation, valid, fromHere(directory))
      : validationSarif(validation, RULES, fromRepository(directory));
  return `${JSON.stringify(value, null, 2)}\n`;
}
