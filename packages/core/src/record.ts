/** A CloudTrail record as Holdfast reads it. Parsed leniently by packages/aws; only a hint where to look. */
import type { Json } from "./json.ts";

/** Who made a call, as far as the record says. For people only: no decision is taken from it. */
export interface Actor {
  /** `userIdentity.type`, or `Service` for service events, which have none. */
  readonly type: string;
  /** The most telling name there is: session name, user name, `root`, or a service. Caller-chosen! */
  readonly name: string;
  readonly arn?: string;
  /** Account the caller belongs to. */
  readonly account?: string;
  /** ARN of the role behind a session: unlike the session's name not chosen by the caller. */
  readonly role?: string;
  readonly sourceIp?: string;
  readonly userAgent?: string;
  /** A service that made the call with the caller's rights (forward access session). */
  readonly invokedBy?: string;
}

export interface TrailRecord {
  readonly eventId: string;
  /** ISO 8601. */
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly region: string;
  /** Account whose trail the record is from. */
  readonly account: string;
  readonly actor: Actor;
  /** AWS's error code if the call failed; also found where services hide it. */
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly readOnly: boolean;
  /** `requestParameters`, or an empty object: AWS leaves them out above 100 KB and on denials. */
  readonly request: { readonly [key: string]: Json };
  readonly response: { readonly [key: string]: Json };
  /** `serviceEventDetails` of service events. */
  readonly service: { readonly [key: string]: Json };
  /** `additionalEventData`, e.g. whether a sign-in used MFA; left out above 28 KB. */
  readonly additional: { readonly [key: string]: Json };
}

/** The event behind an incident: what an alert says about it. Never reaches diff() or plan(). */
export interface Cause {
  readonly eventId: string;
  readonly eventName: string;
  readonly eventSource: string;
  /** ISO 8601, of the call. */
  readonly at: string;
  readonly actor: Actor;
  /** What happened, where it is the event itself that matters: a tripwire's words. */
  readonly what?: string;
}

/** What a record is as a cause. */
export function causeOf(record: TrailRecord): Cause {
  const { eventId, eventName, eventSource, eventTime, actor } = record;
  return { eventId, eventName, eventSource, at: eventTime, actor };
}
