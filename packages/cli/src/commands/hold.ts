/** `holdfast hold`: while an incident is under way, nothing gives access back there, or to somebody. */
import { type Hold, HoldfastError, lift, principalIdIn, setHold } from "@holdfast/core";
import { plain } from "@holdfast/report";
import type { Command } from "commander";
import { duration } from "../controls/duration.ts";
import { heldThing } from "../controls/held-thing.ts";
import { type ControlOptions, openControls, reasonOf } from "../controls/open.ts";
import { addControlOptions } from "../controls/options.ts";

interface Options extends ControlOptions {
  readonly for?: number;
  readonly reason?: string;
  readonly lift: boolean;
  readonly format: string;
}

export function addHold(program: Command): void {
  addControlOptions(
    program
      .command("hold")
      .description(
        "forbid giving access back on an account or resource or to a user or group, or list what is held",
      )
      .argument(
        "[on]",
        "name or id of an account, a user or a group, or an ARN as alerts show it; left out: list",
      )
      .option("--for <duration>", "how long: 2h, 3d; left out: until it is lifted", duration),
  )
    .addHelpText(
      "after",
      '\nExamples:\n  holdfast hold production --reason "incident 42"\n  holdfast hold mallory@securecart.example --reason "has left"\n  holdfast hold production --lift\n  holdfast hold',
    )
    .action(hold);
}

async function hold(named: string | undefined, options: Options): Promise<void> {
  if (named === undefined) return list(options);
  const reason = options.lift ? "" : reasonOf(options.reason);
  const { baseline, table, by, announce } = await openControls(options);
  const on = heldThing(named, baseline);
  const now = Date.now();
  if (options.lift) {
    if (!(await lift(table, "hold", on, by, now))) throw notHeld(named);
    await announce({ what: "hold lifted", scope: on });
    process.stdout.write(`The hold on ${on} is over.\n`);
    return;
  }
  const until = options.for === undefined ? undefined : now + options.for;
  await setHold(table, { on, reason, by, ...(until !== undefined && { until }) });
  const end = until === undefined ? undefined : new Date(until).toISOString();
  await announce({ what: "hold placed", scope: on, reason, ...(end && { until: end }) });
  process.stdout.write(
    `Nothing gives access back ${principalIdIn(on) === undefined ? "on" : "to"} ${on} ${end === undefined ? "until it is lifted" : `until ${end}`}. Taking it away goes on.\n`,
  );
}

async function list(options: Options): Promise<void> {
  const now = Date.now();
  const { holds } = await (await openControls(options)).read();
  const inForce = holds.filter(({ until }) => until === undefined || until > now).map(shown);
  if (options.format === "json") {
    process.stdout.write(`${JSON.stringify({ version: 1, holds: inForce }, null, 2)}\n`);
    return;
  }
  if (inForce.length === 0) process.stdout.write("Nothing is held.\n");
  for (const { on, until = "it is lifted", by, reason } of inForce) {
    process.stdout.write(`${plain(on)}  until ${until}  by ${plain(by)}: ${plain(reason)}\n`);
  }
}

function shown({ until, ...hold }: Hold) {
  return { ...hold, ...(until !== undefined && { until: new Date(until).toISOString() }) };
}

function notHeld(named: string): HoldfastError {
  return new HoldfastError("NOT_HELD", `there is no hold on ${named}`, {
    source: "user",
    hint: "holdfast hold lists what is held.",
  });
}
