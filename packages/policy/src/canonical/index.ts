/** `@holdfast/policy/canonical`: whether two documents are the same, but for the writing. */
export { type CanonicalPolicy, canonicalise } from "./canonicalise.ts";
export {
  type Difference,
  type DifferingValue,
  type Equivalence,
  equivalence,
} from "./equivalence.ts";
export { type CanonicalStatement, statementKey } from "./statement.ts";
