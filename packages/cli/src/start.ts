/** `npm start`: every story told on a lab over HTTP, with the functions as they are deployed. */
import { join } from "node:path";
import { createVirtualClock } from "@holdfast/lab";
import { play, stories } from "@holdfast/lab/stories";
import { Command } from "commander";
import { readBaseline, SECURECART } from "./baseline.ts";
import { build } from "./build/build.ts";
import { formatOption } from "./commands/options.ts";
import { describeError } from "./errors.ts";
import { openLab } from "./open-lab.ts";
import { closing, opening, told } from "./show.ts";
import { exitOnSignals, temporaryFolder } from "./temporary.ts";

/** Lab time at which a story begins unless it says otherwise. */
const START = "2026-11-23T09:00:00Z";

interface Options {
  readonly format: string;
  readonly enforce: boolean;
}

async function start({ format, enforce }: Options): Promise<boolean> {
  const baseline = readBaseline(SECURECART);
  const artifact = await build(baseline, "lab", join(temporaryFolder(), "artifact"));
  const human = format === "text";
  if (human) process.stdout.write(opening(baseline, artifact.deployment, enforce));
  const scenarios = [];
  for (const [index, story] of stories.entries()) {
    const opened = await openLab({
      baseline,
      artifact,
      clock: createVirtualClock(Date.parse(story.startsAt ?? START)),
      port: 0,
      seed: index + 1,
      eventDelay: 1000,
      enforce,
    });
    try {
      const result = await play(story, opened.scene);
      scenarios.push(result.played);
      if (human) process.stdout.write(told(index + 1, result));
    } finally {
      await opened.close();
    }
  }
  const held = scenarios.filter((one) => one.held).length;
  const total = scenarios.length;
  process.stdout.write(
    human
      ? closing(scenarios, enforce)
      : `${JSON.stringify({ version: 1, scenarios, held, total }, null, 2)}\n`,
  );
  return held === total;
}

exitOnSignals();
const program = new Command("npm start --")
  .description("Tells every story of SecureCart on a local AWS organization.")
  .addOption(formatOption("text", "json"))
  .option("--no-enforce", "play them without Holdfast, to see what would have stayed");

try {
  await program.parseAsync();
  process.exitCode = (await start(program.opts<Options>())) ? 0 : 1;
} catch (error) {
  process.stderr.write(describeError(error));
  process.exitCode = 1;
}
