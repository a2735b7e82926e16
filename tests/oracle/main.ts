/**
 * `npm run oracle -- [--cases N] [--seed S] [--case I]`: random cases decided here and by another
 * evaluator. Exits with 1 if they disagree on one in a way that docs/oracle.md doesn't judge.
 */
import { parseArgs } from "node:util";
import { startEvaluator } from "./evaluator.ts";
import { caseOf } from "./generate.ts";
import { judge, smallestLike } from "./judge.ts";
import { featuresOf, pivotsOf } from "./pivots.ts";
import { Tally, textOf } from "./tally.ts";

/** Questions under way at once: the other process never waits for the next one. */
const WINDOW = 16;
/** Unknown disagreements that are made small and shown. */
const SHOWN = 20;

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    case: { type: "string" },
  },
});
const seed = wholeNumber("--seed", values.seed);
const only = values.case === undefined ? undefined : wholeNumber("--case", values.case);
const cases = only === undefined ? wholeNumber("--cases", values.cases) : 1;

const evaluator = startEvaluator();
const tally = new Tally();
const startedAt = performance.now();
let next = only ?? 0;
let done = 0;

async function judgeNext(): Promise<void> {
  const number = next++;
  const one = caseOf(seed, number);
  const judgement = await judge(one, evaluator);
  if (only !== undefined) print({ case: one, ...judgement });
  if ("unanswered" in judgement) {
    tally.unanswered.add(judgement.unanswered);
    return;
  }
  tally.add(judgement);
  const pivots = pivotsOf(one, judgement.here);
  if (pivots.length > 0) tally.pivotal += 1;
  for (const feature of featuresOf(pivots)) tally.features.add(feature);
  if (judgement.here === judgement.there || judgement.known !== undefined) return;
  if (tally.unknown > SHOWN) return;
  print({ number, ...judgement, case: await smallestLike(one, judgement, evaluator) });
}

async function judgeAll(): Promise<void> {
  while (next < (only ?? 0) + cases) {
    await judgeNext();
    done += 1;
    if (done % 10_000 === 0) process.stderr.write(".");
  }
}

try {
  await Promise.all(Array.from({ length: WINDOW }, judgeAll));
  process.stderr.write("\n");
  const seconds = (performance.now() - startedAt) / 1000;
  const run = { cases, seed, evaluator: evaluator.name, seconds };
  if (only === undefined) process.stdout.write(textOf(tally, run));
  process.exitCode = tally.unknown === 0 ? 0 : 1;
} finally {
  evaluator.stop();
}

function print(value: object): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

function wholeNumber(option: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new Error(`${option} takes a whole number, not ${text}`);
}
