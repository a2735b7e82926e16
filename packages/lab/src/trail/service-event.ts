/** Records of what AWS Organizations did by itself: no call, so no caller, parameters or answer. */
import { serviceEventDetails } from "./elements.ts";
import type { RecordJson } from "./record.ts";

export interface ServiceEvent {
  /** E.g. `CreateAccountResult`. */
  readonly name: string;
  /** In whose trail it is recorded. */
  readonly account: string;
  /** With the SDK's member names. */
  readonly details: Readonly<Record<string, unknown>>;
}

// As recorded in 2023; AWS's later examples have the service's host name in these places.
const AWS_INTERNAL = "AWS Internal";

/** `at` is ISO 8601 in seconds. */
export function serviceRecordOf(
  { name, account, details }: ServiceEvent,
  { at, eventID }: { readonly at: string; readonly eventID: string },
): RecordJson {
  return {
    eventVersion: "1.11",
    // Without `type`: the service acts for nobody.
    userIdentity: { accountId: account, invokedBy: AWS_INTERNAL },
    eventTime: at,
    eventSource: "organizations.amazonaws.com",
    eventName: name,
    awsRegion: "us-east-1",
    sourceIPAddress: AWS_INTERNAL,
    userAgent: AWS_INTERNAL,
    requestParameters: null,
    responseElements: null,
    eventID,
    readOnly: false,
    eventType: "AwsServiceEvent",
    managementEvent: true,
    recipientAccountId: account,
    serviceEventDetails: serviceEventDetails(details),
    eventCategory: "Management",
  };
}
