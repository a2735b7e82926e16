/** `@holdfast/core/scan/slices`: a scan that outlasts any one function. */
export type { ScanMessage } from "./claim.ts";
export { runSlice, type SliceDeps, type SliceResult } from "./slice.ts";
export { readRotations } from "./state.ts";
