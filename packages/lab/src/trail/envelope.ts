/** The envelope in which EventBridge delivers a CloudTrail record. */
import type { RecordJson } from "./record.ts";

// EventBridge's own guide spells the last one "Signin"; CloudTrail's guide and most rules, this way.
const DETAIL_TYPES: Readonly<Record<string, string>> = {
  AwsApiCall: "AWS API Call via CloudTrail",
  AwsServiceEvent: "AWS Service Event via CloudTrail",
  AwsConsoleAction: "AWS Console Action via CloudTrail",
  AwsConsoleSignIn: "AWS Console Sign In via CloudTrail",
};

/** `detailType` is what follows from the record's `eventType` unless given. */
export function envelopeOf(
  record: RecordJson,
  id: string,
  detailType = DETAIL_TYPES[String(record.eventType)] ?? "AWS API Call via CloudTrail",
): RecordJson {
  const source = String(record.eventSource).replace(".amazonaws.com", "");
  return {
    version: "0",
    id,
    "detail-type": detailType,
    source: `aws.${source}`,
    account: record.recipientAccountId ?? "",
    time: record.eventTime ?? "",
    region: record.awsRegion ?? "",
    resources: [],
    detail: record,
  };
}
