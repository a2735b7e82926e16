/** CloudTrail records as they come from EventBridge, from S3 or out of a file. */
import { HoldfastError, messageOf, type TrailRecord } from "@holdfast/core";
import { parseActor } from "./actor.ts";
import { isObject, membersOf, textOf } from "./json.ts";
import { parseError } from "./outcome.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Why something is not a record that can be used, as a clause for people. */
export interface Skipped {
  readonly skipped: string;
}

/**
 * Reads an EventBridge event or a bare CloudTrail record. Never throws and drops nothing that still
 * says where to look: AWS omits parameters above 100 KB and on denials, identities of services, and
 * whatever else.
 */
export function parseTrailEvent(event: unknown): TrailRecord | Skipped {
  if (!isObject(event)) return { skipped: "it is not an object" };
  if (!("detail-type" in event)) return parseRecord(event, {});
  const type = event["detail-type"];
  // Sign-ins come as "Signin" or "Sign In", service events as "AWS Service Event", and so on.
  if (typeof type !== "string" || !type.endsWith(" via CloudTrail")) {
    return { skipped: "it is an event, but not one from CloudTrail" };
  }
  const { detail } = event;
  return isObject(detail) ? parseRecord(detail, event) : { skipped: "its detail is not an object" };
}

/** `envelope` is what EventBridge says around the record; it knows the account and Region too. */
function parseRecord(record: Fields, envelope: Fields): TrailRecord | Skipped {
  const eventSource = textOf(record.eventSource);
  const eventName = textOf(record.eventName);
  if (eventSource === undefined || eventName === undefined) {
    return { skipped: "it has no eventSource or eventName: not a CloudTrail record" };
  }
  const version = textOf(record.eventVersion);
  // AWS: minor versions only add fields, a new major version changes their meaning.
  if (version !== undefined && version.split(".")[0] !== "1") {
    return { skipped: `its eventVersion is ${version}, of which only 1.x is known` };
  }
  const actor = parseActor(record);
  return {
    eventId: textOf(record.eventID) ?? textOf(envelope.id) ?? "unknown",
    eventTime: textOf(record.eventTime) ?? textOf(envelope.time) ?? "unknown",
    eventSource,
    eventName,
    region: textOf(record.awsRegion) ?? textOf(envelope.region) ?? "unknown",
    account:
      textOf(record.recipientAccountId) ?? textOf(envelope.account) ?? actor.account ?? "unknown",
    actor,
    ...parseError(record),
    // A boolean in events, a string where records went through a table; older ones have none.
    readOnly: record.readOnly === true || record.readOnly === "true",
    request: membersOf(record.requestParameters),
    response: membersOf(record.responseElements),
    service: membersOf(record.serviceEventDetails),
    additional: membersOf(record.additionalEventData),
  };
}

/**
 * The events in a file: one record or event, a list of them, or `{ "Records": [] }` as in the files
 * that CloudTrail writes to S3. Throws a `HoldfastError` (`EVENTS_UNREADABLE`) if it is not JSON.
 */
export function parseTrailFile(text: string): unknown[] {
  const content = parseJson(text);
  if (Array.isArray(content)) return content;
  if (isObject(content) && Array.isArray(content.Records)) return content.Records;
  return [content];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HoldfastError("EVENTS_UNREADABLE", `not JSON: ${messageOf(error)}`, {
      source: "user",
      hint: "Give a file with a CloudTrail record, an EventBridge event, or a list of them.",
      cause: error,
    });
  }
}
