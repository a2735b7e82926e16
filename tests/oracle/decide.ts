/** What our evaluator makes of a case. */
import { evaluate, PolicyError, type Verdict } from "@holdfast/policy";
import type { Case, Opinion, Outcome } from "./question.ts";

export function decideHere({ request, policies }: Case): Opinion {
  try {
    return { outcome: outcomeOf(evaluate(request, policies)) };
  } catch (error) {
    if (error instanceof PolicyError) return { refused: error.code };
    throw error;
  }
}

function outcomeOf(verdict: Verdict): Outcome {
  if (verdict.allowed) return "allowed";
  return verdict.reason === "explicit-deny" ? "explicitly denied" : "implicitly denied";
}
