import { createHash } from "node:crypto";

/**
 * Name of a scan, in order of time: `scan-20261123T090000Z-1a2b3c4d`.
 * @param startedAt ISO 8601
 * @param by whatever tells two scans of one second apart
 */
export function scanId(startedAt: string, by: string): string {
  const digest = createHash("sha256").update(`${startedAt}\n${by}`).digest("hex").slice(0, 8);
  return `scan-${startedAt.replace(/\.\d+/, "").replaceAll(/[-:]/g, "")}-${digest}`;
}
