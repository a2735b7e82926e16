/** CloudTrail's event history: who did it, asked back by name of event. */
import { type Context, type Operation, type Service, ServiceError } from "../service.ts";
import type { RecordJson } from "../trail/record.ts";
import { numberOf, onlySupports, textOf } from "./support.ts";

/** What AWS gives at most, and by default. */
const LARGEST_PAGE = 50;
/** How long events are kept: 90 days, in milliseconds. */
const KEEP = 90 * 86_400_000;
/** LookupEvents may be called twice a second per account and Region (CloudTrail quotas). */
const PER_SECOND = 2;

/** The attributes that one lookup can ask for. */
const ATTRIBUTES: Readonly<Record<string, (record: RecordJson) => unknown>> = {
  EventId: ({ eventID }) => eventID,
  EventName: ({ eventName }) => eventName,
  EventSource: ({ eventSource }) => eventSource,
  ReadOnly: ({ readOnly }) => String(readOnly),
};

/** `records` gives all records of the lab, oldest first. */
export function createCloudTrail({
  clock,
  records,
  trails = {},
}: Pick<Context, "clock"> & {
  records(): readonly RecordJson[];
  /** What is called of trails. */
  readonly trails?: Service["operations"];
}): Service {
  const recent = new Map<string, number[]>();

  function throttle(place: string): void {
    const now = clock.now();
    const calls = (recent.get(place) ?? []).filter((at) => at > now - 1000);
    if (calls.length >= PER_SECOND) throw new ServiceError("ThrottlingException", "Rate exceeded");
    recent.set(place, [...calls, now]);
  }

  const LookupEvents: Operation = (input, { principal, region }) => {
    onlySupports("LookupEvents", input, LOOKUP, "InvalidLookupAttributesException");
    throttle(`${principal.account}/${region}`);
    const wanted = matcherOf(input.LookupAttributes);
    const from = timeOf(input.StartTime) ?? clock.now() - KEEP;
    const until = timeOf(input.EndTime) ?? clock.now();
    const size = numberOf(input, "MaxResults") ?? LARGEST_PAGE;
    if (size < 1 || size > LARGEST_PAGE) {
      const message = "Max results value specified is out of range. Range is between 1 and 50.";
      throw new ServiceError("InvalidMaxResultsException", message);
    }
    const found = records().filter((record) => {
      const at = Date.parse(String(record.eventTime));
      const ours = record.recipientAccountId === principal.account && record.awsRegion === region;
      return ours && at >= from && at <= until && wanted(record);
    });
    const start = startOf(textOf(input, "NextToken"));
    const newestFirst = found.toReversed();
    const next = start + size;
    return {
      Events: newestFirst.slice(start, next).map(eventOf),
      ...(next < newestFirst.length && { NextToken: `holdfast-lab:${next}` }),
    };
  };

  return { name: "cloudtrail", operations: { LookupEvents, ...trails } };
}

const LOOKUP = ["LookupAttributes", "StartTime", "EndTime", "MaxResults", "NextToken"];

/** AWS takes one attribute at most. */
function matcherOf(attributes: unknown): (record: RecordJson) => boolean {
  if (!Array.isArray(attributes) || attributes.length === 0) return () => true;
  const [{ AttributeKey: key, AttributeValue: value }] = attributes;
  const read = Object.hasOwn(ATTRIBUTES, key) ? ATTRIBUTES[key] : undefined;
  if (attributes.length > 1 || read === undefined) {
    const message = `The lab looks up one of ${Object.keys(ATTRIBUTES).join(", ")}.`;
    throw new ServiceError("InvalidLookupAttributesException", message);
  }
  return (record) => read(record) === value;
}

function eventOf(record: RecordJson): Record<string, unknown> {
  const { userIdentity } = record;
  const name = nameIn(userIdentity);
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    EventSource: record.eventSource,
    EventTime: new Date(String(record.eventTime)),
    ReadOnly: String(record.readOnly),
    ...(name !== undefined && { Username: name }),
    Resources: [],
    CloudTrailEvent: JSON.stringify(record),
  };
}

/** The session's name of an assumed role, as AWS shows it. */
function nameIn(identity: RecordJson[string] | undefined): string | undefined {
  const arn: unknown = Reflect.get(Object(identity), "arn");
  return typeof arn === "string" ? arn.slice(arn.lastIndexOf("/") + 1) : undefined;
}

function timeOf(value: unknown): number | undefined {
  return value instanceof Date ? value.getTime() : undefined;
}

function startOf(token: string): number {
  if (token === "") return 0;
  const [, start] = /^holdfast-lab:(\d+)$/.exec(token) ?? [];
  if (start === undefined) throw new ServiceError("InvalidNextTokenException", "Invalid token");
  return Number(start);
}
