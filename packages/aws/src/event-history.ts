/** CloudTrail's event history of the last 90 days: who did it, asked after the fact. */
import { messageOf } from "@holdfast/core";
import { type CallOptions, createCall } from "./call.ts";

/** What AWS gives at most in one page. */
const PAGE = 50;

/**
 * The newest records of management events with this name in one Region, as CloudTrail wrote them;
 * at most one page. Throws an `AwsError`.
 */
export type LookUp = (eventName: string) => Promise<readonly unknown[]>;

export function createEventHistory(options: CallOptions): LookUp {
  const call = createCall(options);
  return async (eventName) => {
    const { Events = [] } = await call("cloudtrail:LookupEvents", {
      LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: eventName }],
      MaxResults: PAGE,
    });
    return Events.flatMap(({ CloudTrailEvent = "" }) => {
      try {
        return [JSON.parse(CloudTrailEvent)];
      } catch (error) {
        options.log.warn("a CloudTrail event is not JSON", { error: messageOf(error) });
        return [];
      }
    });
  };
}
