/** Options that `pause` and `hold` share. */
import type { Command } from "commander";
import { baselineOption, formatOption } from "../commands/options.ts";
import { addLiveOptions } from "../live/options.ts";

export function addControlOptions(command: Command): Command {
  return addLiveOptions(
    command
      .option("--reason <text>", "why: it stands in every alert meanwhile")
      .option("--lift", "end it now", false)
      .option("--stage <name>", "of the deployment (default: production, on the lab: lab)")
      .addOption(baselineOption())
      .addOption(formatOption("text", "json")),
  );
}
