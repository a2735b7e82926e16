/** CloudTrail records of the lab as EventBridge delivers them, to be delivered once more or altered. */
import type { Json } from "@holdfast/core";
import type { RecordJson } from "@holdfast/lab";

/** @param changes members of the record that shall be other than they were */
export function eventOf(
  record: RecordJson,
  changes: RecordJson = {},
): { readonly [key: string]: Json } {
  const detail = { ...record, ...changes };
  const {
    eventSource,
    recipientAccountId = "",
    eventTime = "",
    awsRegion = "",
    eventID = "",
  } = detail;
  return {
    version: "0",
    id: eventID,
    "detail-type": "AWS API Call via CloudTrail",
    source: `aws.${String(eventSource).replace(".amazonaws.com", "")}`,
    account: recipientAccountId,
    time: eventTime,
    region: awsRegion,
    resources: [],
    detail,
  };
}
