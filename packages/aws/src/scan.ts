/** `@holdfast/aws/scan`: where a scan's report goes. Apart from the rest, which the enforcers load. */
export { createDigest } from "./digest.ts";
export { createReports, type ReportsOptions } from "./reports.ts";
