/** One message per scan that found something: to the topic that carries the alerts. */
import type { ScanReport } from "@holdfast/core/scan";
import { digestJson, digestSubject, digestText } from "@holdfast/report/scan";
import { createCall } from "./call.ts";
import { asMessage, asSubject, type SnsOptions } from "./sns.ts";

/** Publishes a digest of a report that is kept at `where`. Throws an `AwsError` if SNS did not take it. */
export function createDigest(
  options: SnsOptions,
): (report: ScanReport, where: string) => Promise<void> {
  const call = createCall(options);
  return async (report, where) => {
    await call("sns:Publish", {
      TopicArn: options.topic,
      Subject: asSubject(digestSubject(report)),
      MessageStructure: "json",
      Message: asMessage(digestText(report, where), JSON.stringify(digestJson(report, where))),
    });
  };
}
