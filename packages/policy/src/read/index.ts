/** `@holdfast/policy/read`: text to a document, and why not. */
export { PolicyError, type PolicyErrorCode, type PolicyProblem } from "../errors.ts";
export { type Data, type DataObject, parseManagementPolicy } from "./data.ts";
export { parsePolicy } from "./parse.ts";
