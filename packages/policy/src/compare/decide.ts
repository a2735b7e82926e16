/** What the control policies on the way to an account make of requests. */
import type { ControlPolicyType } from "../effect.ts";
import { compilePolicies } from "../evaluate/evaluate.ts";
import type { Level } from "../evaluate/policy-set.ts";
import type { Request } from "../evaluate/request.ts";
import type { Verdict } from "../evaluate/verdict.ts";

/** The principal's own permissions: whatever there is, so that only the control policies decide. */
const EVERYTHING = [
  {
    name: "AdministratorAccess",
    document: {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "*", Resource: "*" },
    },
  },
] as const;

/** Reads the policies once; the decision throws a `PolicyError` if it can't be made. */
export function deciderFor(
  levels: readonly Level[],
  type: ControlPolicyType,
): (request: Request) => Verdict {
  const control =
    type === "SERVICE_CONTROL_POLICY" ? { serviceControl: levels } : { resourceControl: levels };
  const policies = compilePolicies({ ...control, identity: EVERYTHING });
  return (request) => policies.decide(request);
}
