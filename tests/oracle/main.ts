/**
 * `npm run oracle -- [--cases N] [--seed S] [--case I]`: random cases decided here and by another
 * evaluator. Exits with 1 if they disagree on one in a way that docs/oracle.md doesn't judge.
 */
import { parseArgs } from "node:util";
import { type Evaluator, startEvaluator } from "./evaluator.ts";
import { caseOf } from "./generate.ts";
import { judge, smallestLike } from "./judge.ts";
import { featuresOf, pivotsOf } from "./pivots.ts";
import { Tally, textOf } from "./tally.ts";

/** Questions under way at once: the other process never waits for the next one. */
const WINDOW = 16;
/** Unknown disagreements that are made small and shown. */
const SHOWN = 20;

interface Settings {
  readonly seed: number;
  readonly cases: number;
  /** The number of the only case that is asked about. */
  readonly only: number | undefined;
}

/** Judges all cases, and shows what can't be explained. */
async function judgeAll({ seed, cases }: Settings, evaluator: Evaluator): Promise<Tally> {
  const tally = new Tally();
  let next = 0;
  let done = 0;
  const judgeOneByOne = async () => {
    while (next < cases) {
      await judgeCase(next++, seed, evaluator, tally);
      done += 1;
      if (done % 10_000 === 0) process.stderr.write(".");
    }
  };
  await Promise.all(Array.from({ length: WINDOW }, judgeOneByOne));
  if (done >= 10_000) process.stderr.write("\n");
  return tally;
}

async function judgeCase(number: number, seed: number, evaluator: Evaluator, tally: Tally) {
  const one = caseOf(seed, number);
  const judgement = await judge(one, evaluator);
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

function print(value: object): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Undefined if the arguments make no sense. */
function readSettings(args: readonly string[]): Settings | undefined {
  const option = { type: "string" } as const;
  const options = { cases: option, seed: option, case: option };
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (!Object.values(values).every((value) => /^\d+$/.test(value))) return undefined;
    return {
      seed: Number(values.seed ?? 1),
      cases: Number(values.cases ?? 20_000),
      only: values.case === undefined ? undefined : Number(values.case),
    };
  } catch {
    return undefined;
  }
}

async function run(settings: Settings): Promise<void> {
  const evaluator = startEvaluator();
  const startedAt = performance.now();
  try {
    const { seed, cases, only } = settings;
    if (only !== undefined) {
      const one = caseOf(seed, only);
      print({ case: one, ...(await judge(one, evaluator)) });
      return;
    }
    const tally = await judgeAll(settings, evaluator);
    const seconds = (performance.now() - startedAt) / 1000;
    process.stdout.write(textOf(tally, { cases, seed, evaluator: evaluator.name, seconds }));
    process.exitCode = tally.unknown === 0 ? 0 : 1;
  } finally {
    evaluator.stop();
  }
}

const settings = readSettings(process.argv.slice(2));
if (settings === undefined) {
  process.stderr.write("npm run oracle -- [--cases N] [--seed S] [--case I]\n");
  process.exitCode = 1;
} else {
  await run(settings);
}
