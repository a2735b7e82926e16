/** Reports of scans in S3. */
import type { ScanReport } from "@holdfast/core/scan";
import { type CallOptions, createCall } from "./call.ts";

export interface ReportsOptions extends CallOptions {
  readonly bucket: string;
}

/** What always holds the newest report. */
const LATEST = "latest";

/**
 * Stores a report as JSON and as a page for people, under its name and as the latest. Returns the
 * `s3://` URL of the JSON. Throws an `AwsError`.
 */
export function createReports(options: ReportsOptions): (report: ScanReport) => Promise<string> {
  const call = createCall(options);
  const { bucket } = options;

  async function put(key: string, body: string, type: string): Promise<void> {
    await call("s3:PutObject", { Bucket: bucket, Key: key, Body: body, ContentType: type });
  }

  return async (report) => {
    const { scanHtml } = await import("@holdfast/report/scan");
    const json = `${JSON.stringify(report)}\n`;
    const html = scanHtml(report);
    const name = `scans/${report.startedAt.slice(0, 10).replaceAll("-", "/")}/${report.id}`;
    for (const path of [name, LATEST]) {
      await put(`${path}.html`, html, "text/html; charset=utf-8");
      await put(`${path}.json`, json, "application/json");
    }
    return `s3://${bucket}/${name}.json`;
  };
}
