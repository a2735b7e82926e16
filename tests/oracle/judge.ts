/** One case: decided by both, and a disagreement explained if it is a known one. */
import { decideHere } from "./decide.ts";
import type { Evaluator } from "./evaluator.ts";
import { KNOWN } from "./known/known.ts";
import type { Case, Outcome } from "./question.ts";
import { shrink } from "./shrink.ts";

export type Judgement =
  | { readonly unanswered: string }
  | {
      readonly here: Outcome;
      readonly there: Outcome;
      /** What they disagree about; undefined if they agree, or about nothing that is known. */
      readonly known?: string;
    };

export async function judge(one: Case, evaluator: Evaluator): Promise<Judgement> {
  const decided = await decide(one, evaluator);
  if ("unanswered" in decided || decided.here === decided.there) return decided;
  const known = await explanationOf(one, evaluator);
  return known === undefined ? decided : { ...decided, known };
}

/** The smallest part of a case about which they disagree in the same way. */
export function smallestLike(
  one: Case,
  { here, there }: { readonly here: Outcome; readonly there: Outcome },
  evaluator: Evaluator,
): Promise<Case> {
  return shrink(one, async (smaller) => {
    const decided = await decide(smaller, evaluator);
    return "here" in decided && decided.here === here && decided.there === there;
  });
}

async function decide(one: Case, evaluator: Evaluator): Promise<Judgement> {
  const here = decideHere(one);
  if ("refused" in here) return { unanswered: `here: ${here.refused}` };
  const there = await evaluator.decide(one);
  if ("refused" in there) return { unanswered: `there: ${there.refused}` };
  return { here: here.outcome, there: there.outcome };
}

async function isAgreed(one: Case, evaluator: Evaluator): Promise<boolean> {
  const decided = await decide(one, evaluator);
  return "here" in decided && decided.here === decided.there;
}

async function explanationOf(one: Case, evaluator: Evaluator): Promise<string | undefined> {
  for (const { id, without } of KNOWN) if (await isAgreed(without(one), evaluator)) return id;
  const withoutAny = KNOWN.reduce((rest, { without }) => without(rest), one);
  return (await isAgreed(withoutAny, evaluator)) ? "several of these" : undefined;
}
