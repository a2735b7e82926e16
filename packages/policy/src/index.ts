export { type CanonicalPolicy, canonicalise } from "./canonical/canonicalise.ts";
export {
  type Difference,
  type DifferingValue,
  type Equivalence,
  equivalence,
} from "./canonical/equivalence.ts";
export { type CanonicalStatement, statementKey } from "./canonical/statement.ts";
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
export { PolicyError, type PolicyErrorCode, type PolicyProblem } from "./errors.ts";
export { Context, type ContextValue } from "./evaluate/context.ts";
export * from "./evaluate/evaluate.ts";
export { matchesGlob, matchesGlobIgnoringCase } from "./evaluate/glob.ts";
export type * from "./evaluate/policy-set.ts";
export { RCP_SERVICES } from "./evaluate/rcp-services.ts";
export type * from "./evaluate/request.ts";
export type * from "./evaluate/verdict.ts";
export { type CheckedPolicy, checkPolicy } from "./grammar/check.ts";
export type { PolicyKind } from "./grammar/kinds.ts";
export { type CheckedManagementPolicy, checkManagementPolicy } from "./grammar/management.ts";
export * from "./grammar/quotas.ts";
export type { SizeOptions } from "./grammar/text.ts";
export { type Data, type DataObject, parseManagementPolicy } from "./read/data.ts";
export { parsePolicy } from "./read/parse.ts";
export type { ActionUniverse } from "./universe/universe.ts";
