/**
 * Everything. Code that runs in a function imports the parts instead (`@holdfast/policy/read`, …):
 * what is imported from here arrives in a bundle's first chunk together, used there or not.
 */
export * from "./canonical/index.ts";
export * from "./compare/index.ts";
export type * from "./document.ts";
export * from "./effect.ts";
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
export * from "./read/index.ts";
export type { ActionUniverse } from "./universe/universe.ts";
