/** `@holdfast/policy/compare`: apart, so that only who compares carries it. */
export {
  type CompareOptions,
  type Comparison,
  compare,
  type Relation,
  type Witness,
} from "./compare.ts";
export { describeWitness } from "./describe.ts";
export { effectOfReplacing } from "./effect-of-replacing.ts";
export { traitsOf } from "./traits.ts";
