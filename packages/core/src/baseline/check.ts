/** Checks a baseline offline and completely: loading, lint and expectations, everything at once. */
import type { ActionUniverse } from "@holdfast/policy";
import type { AwsManagedPolicies } from "@holdfast/policy/aws-managed";
import type { Guardrail } from "../guardrail.ts";
import { declaredNames } from "./declared-names.ts";
import type { BaselineFiles } from "./draft.ts";
import { type Expectations, judgeExpectations } from "./expectations/judge.ts";
import { readExpectations } from "./expectations/read.ts";
import { createJudge } from "./judge.ts";
import { withAccepted } from "./lint/accepted.ts";
import { lint } from "./lint/index.ts";
import { type LoadedBaseline, loadWithPlaces } from "./load.ts";
import { BaselineError, type Diagnostic, inReadingOrder, type Problem } from "./problem.ts";

export interface CheckOptions {
  readonly guardrails: readonly Guardrail[];
  /** Ids of the tripwires, which modes and exemptions may name too. */
  readonly tripwires: readonly string[];
  /** Stage whose roles must not be locked out. */
  readonly stage: string;
  /** Epoch milliseconds: what exemptions are measured by. */
  readonly now: number;
  readonly universe: ActionUniverse;
  /** What permission sets are judged by, beside the documents that the baseline brings. */
  readonly awsManaged: AwsManagedPolicies;
}

export interface Validation {
  /** In reading order. */
  readonly problems: readonly Diagnostic[];
  /** Undefined if the baseline has none, or nothing could be held against it. */
  readonly expectations?: Expectations;
}

/** Throws nothing for what is wrong inside the files: that is the answer. */
export function checkBaseline(files: BaselineFiles, options: CheckOptions): Validation {
  const loaded = tryToLoad(files, options);
  const expected = readExpectations(files);
  const unusable = expected !== undefined && !("file" in expected) ? expected : [];
  if (!("baseline" in loaded)) return { problems: ordered([...loaded, ...unusable].map(asError)) };

  const { baseline, places, accepted } = loaded;
  const judge = createJudge(baseline);
  const linted = lint({ baseline, places, judge, ...options });
  const judged =
    expected !== undefined && "file" in expected
      ? judgeExpectations(expected, baseline, places, judge, options.awsManaged)
      : undefined;
  const problems = [
    ...withAccepted(linted, accepted, places),
    ...[...unusable, ...(judged?.problems ?? [])].map(asError),
  ];
  return {
    problems: ordered(problems),
    ...(judged && { expectations: judged.expectations }),
  };
}

function tryToLoad(
  files: BaselineFiles,
  { guardrails, tripwires }: CheckOptions,
): LoadedBaseline | readonly Problem[] {
  const names = declaredNames(
    guardrails,
    tripwires.map((id) => ({ id })),
  );
  try {
    return loadWithPlaces(files, names);
  } catch (error) {
    if (error instanceof BaselineError) return error.problems;
    throw error;
  }
}

/** What keeps a baseline from loading, or an expectation from holding, is an error. */
function asError(problem: Problem): Diagnostic {
  return { severity: "error", rule: "schema", ...problem };
}

function ordered(problems: readonly Diagnostic[]): Diagnostic[] {
  return problems.toSorted(inReadingOrder);
}
