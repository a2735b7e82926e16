/** What the lab's endpoint has seen, for tests and stories to count. */
import type { CallOutcome } from "./endpoint.ts";
import { objectOf } from "./organizations/object.ts";
import type { Call } from "./service.ts";
import { isReadOnly } from "./trail/record.ts";

export interface LoggedCall {
  /** Epoch milliseconds. */
  readonly at: number;
  /** ARN of the caller, session included. */
  readonly principal: string;
  /** ARN of the role behind a session: not chosen by the caller. */
  readonly role: string | undefined;
  /** `service:Operation` */
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Id of what an Organizations call reads or changes; see `objectOf`. */
  readonly object: string | undefined;
  readonly region: string;
  readonly requestId: string;
  /** `ok`, or the error's code. */
  readonly outcome: string;
  readonly readOnly: boolean;
}

export function loggedCall(call: Call, outcome: CallOutcome, at: number): LoggedCall {
  const { service, operation, principal, input, region, requestId } = call;
  return {
    at,
    principal: principal.arn,
    role: principal.issuer?.arn,
    action: `${service}:${operation}`,
    input,
    object: objectOf(call, outcome),
    region,
    requestId,
    outcome: "output" in outcome ? "ok" : outcome.error.code,
    readOnly: isReadOnly(call),
  };
}
