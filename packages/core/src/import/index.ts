/** `@holdfast/core/import`: from a live organization to a baseline. */
export { baselineFiles, type Imported } from "./files.ts";
export type { LiveIdentityCenter, LiveOrganization } from "./model.ts";
export { IMPORT_READS, readOrganization } from "./read.ts";
export type { ImportOptions } from "./text.ts";
