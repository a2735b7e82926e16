export type { ContextValue } from "./context.ts";
export type * from "./document.ts";
export * from "./effect.ts";
export { PolicyError, type PolicyErrorCode } from "./errors.ts";
export * from "./evaluate.ts";
export { matchesGlob, matchesGlobIgnoringCase } from "./glob.ts";
export { parsePolicy } from "./parse.ts";
