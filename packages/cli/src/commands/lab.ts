/** `holdfast lab`: a local AWS organization that stays until it is told to go. */
import { join } from "node:path";
import { createRealClock } from "@holdfast/lab";
import { type Command, InvalidArgumentError } from "commander";
import { readBaseline } from "../baseline.ts";
import { build } from "../build/build.ts";
import { readable } from "../log-line.ts";
import { openLab } from "../open-lab.ts";
import { temporaryFolder } from "../temporary.ts";
import { baselineOption } from "./options.ts";

interface Options {
  readonly port: number;
  readonly baseline?: string;
  readonly enforce: boolean;
  readonly eventDelay: number;
  readonly seed: number;
}

export function addLab(program: Command): void {
  program
    .command("lab")
    .description("run a local AWS organization with Holdfast deployed into it")
    .option("--port <n>", "where to listen; 0 for any free port", wholeNumber(65_535), 4566)
    .addOption(baselineOption())
    .option("--no-enforce", "leave the functions unsubscribed")
    .option(
      "--event-delay <ms>",
      "from a call to its event's arrival",
      wholeNumber(86_400_000),
      1000,
    )
    .option("--seed <n>", "of all randomness", wholeNumber(2 ** 32 - 1), 1)
    .action(lab);
}

async function lab(options: Options): Promise<void> {
  const stop = stopSignal();
  const baseline = readBaseline(options.baseline);
  const artifact = await build(baseline, "lab", join(temporaryFolder(), "artifact"));
  const opened = await openLab({
    baseline,
    artifact,
    clock: createRealClock(),
    port: options.port,
    seed: options.seed,
    eventDelay: options.eventDelay,
    enforce: options.enforce,
    schedules: options.enforce,
    log({ functionName, text }) {
      const line = readable(text);
      if (line !== undefined) process.stderr.write(`${functionName}: ${line}\n`);
    },
  });
  const { management } = baseline.organization;
  const accounts = [...baseline.accounts].sort(
    (a, b) => Number(b.id === management) - Number(a.id === management),
  );
  for (const { id, name } of accounts) process.stdout.write(`${id} ${name}\n`);
  process.stdout.write(`Lab ready on ${opened.url}\n`);
  await stop;
  await opened.close();
}

/** Resolves on the first SIGINT or SIGTERM. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}

function wholeNumber(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value <= most) return value;
    throw new InvalidArgumentError(`A whole number from 0 to ${most} is expected.`);
  };
}
