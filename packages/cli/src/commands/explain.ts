/** `holdfast explain FILE…`: what recorded events would lead to. */
import { readFileSync } from "node:fs";
import { parseTrailFile } from "@holdfast/aws";
import { guardrails, tripwires } from "@holdfast/guardrails";
import type { Command } from "commander";
import { readBaseline } from "../baseline.ts";
import { type Explanation, explain } from "../explain.ts";
import { baselineOption, formatOption, outOption, write } from "./options.ts";

export function addExplain(program: Command): void {
  program
    .command("explain")
    .description(
      "say where CloudTrail records or EventBridge events would make Holdfast look, and what they would trip",
    )
    .argument("<file...>", "JSON files; - is standard input")
    .addOption(baselineOption())
    .addOption(formatOption("text", "json"))
    .addOption(outOption())
    .action((files: string[], options: { baseline?: string; format: string; out?: string }) => {
      const baseline = readBaseline(options.baseline);
      const explanations = files
        .flatMap((file) => parseTrailFile(readFileSync(file === "-" ? 0 : file, "utf8")))
        .map((event) => explain(event, { guardrails, tripwires }, baseline));
      const text =
        options.format === "json"
          ? `${JSON.stringify(explanations, null, 2)}\n`
          : explanations.map(asText).join("\n");
      write(text, options.out);
    });
}

function asText({
  eventId,
  eventSource,
  eventName,
  verdict,
  reason,
  guardrails,
}: Explanation): string {
  const title = eventName === "" ? "(no record)" : `${eventName} (${eventSource})  ${eventId}`;
  const keys = guardrails.flatMap(({ id, keys }) => [
    `  ${id}`,
    ...keys.map((key) => `    ${key}`),
  ]);
  return [oneLine(title), `  ${verdict}: ${oneLine(reason)}`, ...keys.map(oneLine), ""].join("\n");
}

/** Records come from anywhere: control characters must not reach the terminal. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "?");
}
