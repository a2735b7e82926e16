/** Turns whatever an SDK call threw into an `AwsError` that says what it means. */
import { AwsError, type AwsErrorClass, messageOf } from "@holdfast/core";
import { classOfCode } from "./codes.ts";
import { isObject, textOf } from "./json.ts";

/** Codes of Node's network stack: nothing was answered, so nothing is known. */
const networkCodes = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ERR_HTTP2_STREAM_CANCEL",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ETIMEDOUT",
]);

/** `action` is the IAM action that was called; an `AwsError` is returned as it is. */
export function toAwsError(action: string, error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  const fields = isObject(error) ? error : {};
  const code = codeOf(fields);
  // Organizations puts the constraint that was hit into Reason; the code alone says nothing.
  const reason = textOf(fields.Reason);
  const awsCode = reason === undefined ? code : `${code} (${reason})`;
  const errorClass = classOf(action, code, reason, error, fields);
  return new AwsError(action, awsCode, errorClass, messageOf(error), { cause: error });
}

const MEMBERSHIP = "identitystore:CreateGroupMembership";

type Fields = Readonly<Record<string, unknown>>;

function codeOf(fields: Fields): string {
  const network = textOf(fields.code);
  if (network !== undefined && networkCodes.has(network)) return network;
  return textOf(fields.name) ?? textOf(fields.Code) ?? "UnknownError";
}

function classOf(
  action: string,
  code: string,
  reason: string | undefined,
  error: unknown,
  fields: Fields,
): AwsErrorClass {
  // Before the status: a proxy's HTML page is unreadable whatever its status was.
  if (isUnreadable(error, fields)) return "transient";
  if (code === "ConstraintViolationException") return isQuota(reason) ? "limit" : "refused";
  // Of a membership: it is there. Anything else that must be unique may be another thing.
  if (reason === "UNIQUENESS_CONSTRAINT_VIOLATION" && action === MEMBERSHIP) return "already";
  const listed = classOfCode(action, code);
  if (listed) return listed;
  if (networkCodes.has(code) || code === "TimeoutError" || code === "AbortError") {
    return "transient";
  }
  return classOfStatus(fields);
}

/** The SDK could not make sense of the answer: whether the call took effect is unknown. */
function isUnreadable(error: unknown, fields: Fields): boolean {
  return error instanceof SyntaxError || "$responseBodyText" in fields || hasHint(error);
}

function hasHint(error: unknown): boolean {
  return messageOf(error).includes("Deserialization error: to see the raw response");
}

function isQuota(reason = ""): boolean {
  return /_(LIMIT|QUOTA)_(EXCEEDED|VIOLATION)$/.test(reason) || reason === "WAIT_PERIOD_ACTIVE";
}

function classOfStatus(fields: Fields): AwsErrorClass {
  const retryable = fields.$retryable;
  if (isObject(retryable) && retryable.throttling === true) return "throttled";
  const metadata = fields.$metadata;
  const status = isObject(metadata) ? metadata.httpStatusCode : undefined;
  if (status === 429) return "throttled";
  return typeof status === "number" && status >= 500 ? "transient" : "refused";
}
