/** `holdfast pause`: stops writes for a while, for a key, a guardrail or everything. Alerts go on. */
import { HoldfastError, lift, type Pause, parseKey, setPause } from "@holdfast/core";
import { guardrails } from "@holdfast/guardrails";
import { plain } from "@holdfast/report";
import { type Command, Option } from "commander";
import { duration } from "../controls/duration.ts";
import { type ControlOptions, openControls, reasonOf } from "../controls/open.ts";
import { addControlOptions } from "../controls/options.ts";

interface Options extends ControlOptions {
  readonly for: number;
  readonly reason?: string;
  readonly lift: boolean;
  readonly format: string;
}

export function addPause(program: Command): void {
  addControlOptions(
    program
      .command("pause")
      .description("stop writes for a while, or list what is paused; findings and alerts go on")
      .argument("[scope]", "a key as alerts show it, a guardrail, or *; left out: list")
      .addOption(
        new Option("--for <duration>", "how long, at most 8h: 30m, 2h")
          .argParser(duration)
          .default(3_600_000, "1h"),
      ),
  )
    .addHelpText(
      "after",
      '\nExamples:\n  holdfast pause scp-attachment --for 2h --reason "moving policies to new units"\n  holdfast pause scp-attachment --lift\n  holdfast pause',
    )
    .action(pause);
}

async function pause(scope: string | undefined, options: Options): Promise<void> {
  if (scope === undefined) return list(options);
  assertScope(scope);
  const now = Date.now();
  if (options.lift) {
    const { table, by, announce } = await openControls(options);
    if (!(await lift(table, "pause", scope, by, now))) throw notPaused(scope);
    await announce({ what: "pause lifted", scope });
    process.stdout.write(`The pause for ${scope} is over.\n`);
    return;
  }
  const reason = reasonOf(options.reason);
  const { table, by, announce } = await openControls(options);
  const until = now + options.for;
  await setPause(table, { scope, reason, by, until }, now);
  const end = new Date(until).toISOString();
  await announce({ what: "paused", scope, reason, until: end });
  process.stdout.write(
    `Nothing is written for ${scope} until ${end}. Findings and alerts go on.\n`,
  );
}

async function list(options: Options): Promise<void> {
  const now = Date.now();
  const { pauses } = await (await openControls(options)).read();
  const inForce = pauses.filter(({ until }) => until > now);
  if (options.format === "json") {
    process.stdout.write(
      `${JSON.stringify({ version: 1, pauses: inForce.map(shown) }, null, 2)}\n`,
    );
    return;
  }
  if (inForce.length === 0) process.stdout.write("Nothing is paused.\n");
  for (const { scope, until, by, reason } of inForce.map(shown)) {
    process.stdout.write(`${plain(scope)}  until ${until}  by ${plain(by)}: ${plain(reason)}\n`);
  }
}

function shown({ until, ...pause }: Pause) {
  return { ...pause, until: new Date(until).toISOString() };
}

/** A scope that fits nothing would pause nothing, and show that only when it is too late. */
function assertScope(scope: string): void {
  const ids = guardrails.map(({ id }) => id);
  if (scope === "*" || ids.includes(scope)) return;
  try {
    if (ids.includes(parseKey(scope).guardrail)) return;
  } catch {
    // It is no key either.
  }
  throw new HoldfastError("SCOPE_UNKNOWN", `${JSON.stringify(scope)} is no key and no guardrail`, {
    source: "user",
    hint: `Give a key as an alert shows it, *, or one of: ${ids.join(", ")}.`,
  });
}

function notPaused(scope: string): HoldfastError {
  return new HoldfastError("NOT_PAUSED", `${scope} is not paused`, {
    source: "user",
    hint: "holdfast pause lists what is.",
  });
}
