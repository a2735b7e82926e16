/** Authorisation denials, worded as IAM words them. */
import type { DecidedBy, Verdict } from "@holdfast/policy";
import { type Call, ServiceError } from "./service.ts";

const POLICY: Record<DecidedBy, string> = {
  "service-control": "service control policy",
  identity: "identity-based policy",
  session: "session policy",
  boundary: "permissions boundary",
  "resource-control": "resource control policy",
  resource: "resource-based policy",
  trust: "resource-based policy",
  key: "resource-based policy",
};

type Refusal = Pick<Extract<Verdict, { allowed: false }>, "by" | "reason">;

/** The error of a call that its caller may not make. */
export function denial(
  call: Call,
  action: string,
  resource: string,
  { by, reason }: Refusal,
): ServiceError {
  const why =
    reason === "explicit-deny"
      ? `with an explicit deny in a ${POLICY[by]}`
      : `because no ${POLICY[by]} allows the ${action} action`;
  return new ServiceError(
    "AccessDeniedException",
    `User: ${call.principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
  );
}
