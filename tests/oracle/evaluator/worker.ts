/**
 * The process that the other evaluator runs in: a question a line on stdin, an answer a line on stdout.
 * It is AGPL-3.0: nothing else may import it, and nothing that ships may know of it.
 */
import { createInterface } from "node:readline";
import type { Answer, Opinion, Outcome, Question } from "../question.ts";

/** The part of its answer that is read. */
type Result =
  | {
      readonly resultType: "single";
      readonly overallResult: keyof typeof OUTCOMES;
      /** Condition keys that it leaves out, as by its data the action doesn't have them. */
      readonly result: { readonly ignoredContextKeys?: readonly string[] };
    }
  | { readonly resultType: "wildcard" }
  | { readonly resultType: "error"; readonly errors: object };

interface Evaluator {
  readonly runSimulation: (simulation: object, options: object) => Promise<Result>;
}

const OUTCOMES = {
  Allowed: "allowed",
  ExplicitlyDenied: "explicitly denied",
  ImplicitlyDenied: "implicitly denied",
} as const satisfies Readonly<Record<string, Outcome>>;

// Not a literal: it is installed only where the oracle has been run, and types are checked everywhere.
const NAME: string = "@cloud-copilot/iam-simulate";
const { runSimulation }: Evaluator = await import(NAME);

async function opinionOn(simulation: object): Promise<Opinion> {
  try {
    const found = await runSimulation(simulation, {});
    if (found.resultType === "error") return { refused: JSON.stringify(found.errors) };
    if (found.resultType === "wildcard") return { refused: "takes the resource for a pattern" };
    const { overallResult, result } = found;
    const [ignored] = result.ignoredContextKeys ?? [];
    if (ignored !== undefined) return { refused: `ignores the condition key ${ignored}` };
    return { outcome: OUTCOMES[overallResult] };
  } catch (error) {
    return { refused: String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, simulation }: Question = JSON.parse(line);
  const answer: Answer = { id, opinion: await opinionOn(simulation) };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
