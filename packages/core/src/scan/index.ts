/** `@holdfast/core/scan`: reading everything and saying what differs. */
export { type Answers, createAnswers } from "./answers.ts";
export { reportSchema } from "./json-schema.ts";
export type * from "./model.ts";
export { createRotation, type Rotations } from "./rotation.ts";
export { NOTHING_KEPT, type ScanDeps, scan } from "./scan.ts";
