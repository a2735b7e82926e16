/** `@holdfast/core/baseline`: loading and checking a baseline. Not for functions: see compiled.ts. */
export { readBaselineDirectory } from "./directory.ts";
export type { BaselineFiles } from "./draft.ts";
export { levelsFor } from "./levels.ts";
export { BASELINE_FILE, type LoadOptions, loadBaseline } from "./load.ts";
export { LOCK_FILE } from "./lock.ts";
export { BaselineError, formatProblem, type Problem } from "./problem.ts";
