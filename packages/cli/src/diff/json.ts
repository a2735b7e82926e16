/** A diff for scripts; docs/schemas/diff.schema.json describes it. */
import type { Diff, Direction, Effect } from "./model.ts";
import { tellEffect, tellUndecided, verdictOf } from "./words.ts";

export function asJson(diff: Diff): string {
  const { opens, closes, undecided, changes } = diff;
  const output = {
    version: 1,
    verdict: verdictOf(diff),
    opens: opens.map((effect) => effectJson(effect, "opened")),
    closes: closes.map((effect) => effectJson(effect, "closed")),
    undecided: undecided.map((one) => ({ sentence: tellUndecided(one).sentence, ...one })),
    changes,
  };
  return `${JSON.stringify(output, null, 2)}\n`;
}

function effectJson(effect: Effect, direction: Direction) {
  const { sentence } = tellEffect(effect, direction);
  if (!("witness" in effect)) return { sentence, ...effect };
  const { witness, breadth: _, ...rest } = { breadth: 0, ...effect };
  // Why it is refused is said by the statement beside it.
  return { sentence, ...rest, witness: { request: witness.request, known: witness.known } };
}
