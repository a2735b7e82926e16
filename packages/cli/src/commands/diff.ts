/** `holdfast diff OLD NEW`: what a change to a baseline opens and closes. */
import { guardrails, tripwires } from "@holdfast/guardrails";
import type { ControlPolicyType } from "@holdfast/policy";
import { loadAwsManagedPolicies } from "@holdfast/policy/aws-managed";
import { loadActionUniverse } from "@holdfast/policy/universe";
import { type Command, Option } from "commander";
import { diffBaselines } from "../diff/diff.ts";
import { asJson } from "../diff/json.ts";
import { asMarkdown } from "../diff/markdown.ts";
import type { Diff } from "../diff/model.ts";
import { diffPolicies } from "../diff/policy-files.ts";
import { readSides } from "../diff/sides.ts";
import { asText } from "../diff/text.ts";
import { formatOption, outOption, write } from "./options.ts";

interface Options {
  readonly format: string;
  readonly out?: string;
  readonly detailedExitcode?: boolean;
  readonly type?: keyof typeof TYPES;
}

const TYPES = {
  scp: "SERVICE_CONTROL_POLICY",
  rcp: "RESOURCE_CONTROL_POLICY",
} as const satisfies Record<string, ControlPolicyType>;

const RENDERERS: Readonly<Record<string, (diff: Diff) => string>> = {
  text: asText,
  json: asJson,
  markdown: asMarkdown,
};

export function addDiff(program: Command): void {
  program
    .command("diff")
    .description("say what a change to a baseline, or to one policy, opens and closes")
    .argument("<old>", "a baseline directory, or a policy file")
    .argument("<new>", "the same after the change")
    .addOption(formatOption("text", "json", "markdown"))
    .addOption(outOption())
    .option("--detailed-exitcode", "exit with 2 if something is opened or undecided")
    .addOption(
      new Option("--type <type>", "of policy files (default: scp)").choices(["scp", "rcp"]),
    )
    .action(async (old: string, next: string, options: Options) => {
      const result = await diff(old, next, options.type && TYPES[options.type]);
      write((RENDERERS[options.format] ?? asText)(result), options.out);
      const alarming = result.opens.length + result.undecided.length > 0;
      if (options.detailedExitcode === true && alarming) process.exitCode = 2;
    });
}

async function diff(old: string, next: string, type: ControlPolicyType | undefined): Promise<Diff> {
  const sides = readSides(old, next, type);
  const universe = await loadActionUniverse();
  if (sides.kind === "policies") {
    const { name } = sides;
    return diffPolicies(sides.old, sides.new, { type: type ?? TYPES.scp, name, universe });
  }
  const all = [...guardrails, ...tripwires];
  const awsManaged = await loadAwsManagedPolicies();
  return diffBaselines(sides.old, sides.new, { guardrails: all, universe, awsManaged });
}
