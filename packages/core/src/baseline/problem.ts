/** What is wrong with a baseline, where it stands, and the one error that carries all of it. */
import { HoldfastError } from "../errors.ts";

export interface Problem {
  /** Relative to the baseline directory, e.g. `holdfast.yaml`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Keys on the way there, joined by dots, e.g. `units.Root.policies.0`; empty for the whole file. */
  readonly path: string;
  /** What is wrong, as half a sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** Stable id of what was checked, in kebab case, e.g. `quota`; see `rules.ts`. */
  readonly rule?: string;
}

/** `error`: it must not be deployed so; `warning`: it is probably not meant so; `note`: good to know. */
export type ProblemSeverity = "error" | "warning" | "note";

/** A problem as it is reported. */
export interface Diagnostic extends Problem {
  readonly rule: string;
  readonly severity: ProblemSeverity;
  /** What in the baseline it is about, e.g. an account's name: what an `accepted` entry names. */
  readonly subject?: string;
  /** Another place to look at, e.g. the statement that decided. */
  readonly related?: Problem;
}

/** The problems with the id of the rule that they break; one that names a rule keeps its own. */
export function ruled(rule: string, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({ rule, ...problem }));
}

/** A baseline that can't be used. Its message lists every problem, one a line, in reading order. */
export class BaselineError extends HoldfastError {
  override readonly name = "BaselineError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const ordered = problems.toSorted(inReadingOrder);
    super("BASELINE_INVALID", ordered.map(formatProblem).join("\n"), { source: "user" });
    this.problems = ordered;
  }
}

/** `file:line:column path - message`, and the hint in brackets. */
export function formatProblem({ file, line, column, path, message, hint }: Problem): string {
  const where = `${file}:${line}:${column}${path === "" ? "" : ` ${path}`}`;
  return `${where} - ${message}${hint === undefined ? "" : ` (${hint})`}`;
}

export function inReadingOrder(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
