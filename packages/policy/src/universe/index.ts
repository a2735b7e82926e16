/** `@holdfast/policy/universe`: apart from the rest, so that only who asks for it carries its data. */

export { packUniverse, type ServiceActions, unpackText } from "./packed.ts";
export { type ActionUniverse, loadActionUniverse } from "./universe.ts";
