/** A call as the CloudTrail record that AWS would write of it. */
import type { Json } from "@holdfast/core";
import type { CallOutcome } from "../endpoint.ts";
import type { Call, ServiceError } from "../service.ts";
import { requestParameters, responseElements } from "./elements.ts";
import { userIdentity } from "./user-identity.ts";

export type RecordJson = { readonly [key: string]: Json };

/** Where everybody calls from who does not say; of the range that is reserved for documentation. */
export const SOURCE_IP = "203.0.113.10";

// Data events: a management trail does not have them, so EventBridge never sees them.
const DATA_EVENTS: Readonly<Record<string, RegExp>> = {
  dynamodb: /Item|^Query$|^Scan$|^Transact|^BatchGet|^BatchWrite/,
  sqs: /Message/,
  lambda: /^Invoke/,
  s3: /Object/,
  sns: /^Publish/,
};

export function isManagementEvent({ service, operation }: Call): boolean {
  return !DATA_EVENTS[service]?.test(operation);
}

/** As CloudTrail classifies it: assuming a role reads, although it makes credentials. */
export function isReadOnly({ service, operation }: Pick<Call, "service" | "operation">): boolean {
  if (service === "sts") return true;
  return /^(?:Describe|Get|List|BatchGet|Lookup|Query|Scan|Receive)/.test(operation);
}

/** The Region that records it: Organizations and IAM are recorded in us-east-1 wherever they were called from. */
export function regionOf({ service, region }: Call): string {
  return service === "organizations" || service === "iam" ? "us-east-1" : region;
}

// CloudTrail's own code for a denial, whatever the service's exception is called.
function errorCodeOf({ code }: ServiceError): string {
  return code.startsWith("AccessDenied") ? "AccessDenied" : code;
}

type Elements = "errorCode" | "errorMessage" | "requestParameters" | "responseElements";

function elementsOf(call: Call, outcome: CallOutcome): { readonly [K in Elements]?: Json } {
  const parameters = requestParameters(call);
  if ("output" in outcome) {
    const response = responseElements(call, outcome.output, isReadOnly(call));
    return { requestParameters: parameters, responseElements: response };
  }
  const errorCode = errorCodeOf(outcome.error);
  const { message } = outcome.error;
  // Security Hub hides the message in the response; on a denial the others lose the parameters.
  if (call.service === "securityhub") {
    return { errorCode, requestParameters: parameters, responseElements: { message } };
  }
  return {
    errorCode,
    errorMessage: message,
    requestParameters: errorCode === "AccessDenied" ? null : parameters,
    responseElements: null,
  };
}

/** `at` is when the call was made, `since` when its session began; both ISO 8601 in seconds. */
export function recordOf(
  call: Call,
  outcome: CallOutcome,
  { at, since, eventID }: { readonly at: string; readonly since: string; readonly eventID: string },
): RecordJson {
  const region = regionOf(call);
  return {
    eventVersion: "1.11",
    userIdentity: userIdentity(call.principal, since),
    eventTime: at,
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.operation,
    awsRegion: region,
    sourceIPAddress: call.sourceIp,
    userAgent: call.userAgent,
    ...elementsOf(call, outcome),
    requestID: call.requestId,
    eventID,
    readOnly: isReadOnly(call),
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: call.principal.account,
    eventCategory: "Management",
    tlsDetails: {
      tlsVersion: "TLSv1.3",
      cipherSuite: "TLS_AES_128_GCM_SHA256",
      clientProvidedHostHeader: `${call.service}.${region}.amazonaws.com`,
    },
  };
}
