/** `@holdfast/core/baseline`: loading and checking a baseline. Not for functions: see compiled.ts. */
export { type CheckOptions, checkBaseline, type Validation } from "./check.ts";
export { type DeclaredNames, declaredNames } from "./declared-names.ts";
export { openBaselineDirectory, readBaselineDirectory } from "./directory.ts";
export type { BaselineFiles } from "./draft.ts";
export type { Expectations, FailedCase, FailedExpectation } from "./expectations/judge.ts";
export { EXPECTATIONS_FILE } from "./expectations/read.ts";
export { expectationsSchema } from "./expectations/schema.ts";
export { jsonSchemas } from "./json-schema.ts";
export { fullAccess, levelsFor } from "./levels.ts";
export type { RuleInfo } from "./lint/rule.ts";
export {
  BASELINE_FILE,
  type LoadedBaseline,
  type LoadOptions,
  loadBaseline,
  loadWithPlaces,
} from "./load.ts";
export { LOCK_FILE } from "./lock.ts";
export { placeOf } from "./place-of.ts";
export {
  BaselineError,
  type Diagnostic,
  formatProblem,
  type Problem,
  type ProblemSeverity,
} from "./problem.ts";
export { RULES } from "./rules.ts";
export { baselineSchema } from "./schema.ts";
