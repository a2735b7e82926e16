export {
  type CompareOptions,
  type Comparison,
  compare,
  type Relation,
  type Witness,
} from "./compare/compare.ts";
export { describeWitness } from "./compare/describe.ts";
export { effectOfReplacing } from "./compare/effect-of-replacing.ts";
export type * from "./document.ts";
export * from "./effect.ts";
export { PolicyError, type PolicyErrorCode } from "./errors.ts";
export type { ContextValue } from "./evaluate/context.ts";
export * from "./evaluate/evaluate.ts";
export { matchesGlob, matchesGlobIgnoringCase } from "./evaluate/glob.ts";
export { parsePolicy } from "./read/parse.ts";
export type { ActionUniverse } from "./universe/universe.ts";
