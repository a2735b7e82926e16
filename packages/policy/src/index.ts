export type * from "./document.ts";
export * from "./effect.ts";
export { PolicyError, type PolicyErrorCode } from "./errors.ts";
export type { ContextValue } from "./evaluate/context.ts";
export * from "./evaluate/evaluate.ts";
export { matchesGlob, matchesGlobIgnoringCase } from "./evaluate/glob.ts";
export { parsePolicy } from "./read/parse.ts";
