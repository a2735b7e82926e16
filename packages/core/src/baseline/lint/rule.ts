/** What a lint rule is: a question to a baseline that loads, about what it means. */
import type { ActionUniverse } from "@holdfast/policy";
import type { AwsManagedPolicies } from "@holdfast/policy/aws-managed";
import type { Guardrail } from "../../guardrail.ts";
import type { Judge } from "../judge.ts";
import type { Baseline } from "../model.ts";
import type { Places } from "../places.ts";
import type { Problem, ProblemSeverity } from "../problem.ts";

/** What a rule is, for people. */
export interface RuleInfo {
  /** Kebab case; never changes. */
  readonly id: string;
  readonly severity: ProblemSeverity;
  /** What must hold, as a sentence without a full stop. */
  readonly title: string;
  /** Why it matters, and what to do. */
  readonly help: string;
}

export interface LintContext {
  readonly baseline: Baseline;
  readonly places: Places;
  readonly judge: Judge;
  readonly guardrails: readonly Guardrail[];
  /** Stage whose roles are checked: part of their names. */
  readonly stage: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly universe: ActionUniverse;
  /** What permission sets are judged by, beside the documents that the baseline brings. */
  readonly awsManaged: AwsManagedPolicies;
}

/** A problem, and what in the baseline it is about. */
export interface Found extends Problem {
  /** A name from the baseline, e.g. an account's: what an `accepted` entry names. */
  readonly subject: string;
}

export interface LintRule extends RuleInfo {
  check(context: LintContext): readonly Found[];
}
