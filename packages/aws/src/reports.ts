/** Reports of scans in S3. */
import type { ScanReport } from "@holdfast/core/scan";
import { type CallOptions, createCall } from "./call.ts";

export interface ReportsOptions extends CallOptions {
  readonly bucket: string;
}

/** What always holds the newest report. */
const LATEST = "latest.json";

/** Stores a report under its name, and as the latest. Returns its `s3://` URL. Throws an `AwsError`. */
export function createReports(options: ReportsOptions): (report: ScanReport) => Promise<string> {
  const call = createCall(options);
  const { bucket } = options;

  async function put(key: string, body: string): Promise<void> {
    await call("s3:PutObject", {
      Bucket: bucket,
      Key: key,
      Body: body,
      ContentType: "application/json",
    });
  }

  return async (report) => {
    const body = `${JSON.stringify(report)}\n`;
    const key = `scans/${report.startedAt.slice(0, 10).replaceAll("-", "/")}/${report.id}.json`;
    await put(key, body);
    await put(LATEST, body);
    return `s3://${bucket}/${key}`;
  };
}
