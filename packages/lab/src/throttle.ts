/** Documented request rates as token buckets: AWS Organizations' and Identity Center's. */
import { type Call, ServiceError } from "./service.ts";

/** Tokens a second, and how many can gather. */
type Rate = readonly [rate: number, burst: number];

interface Limit {
  readonly operations: readonly string[];
  readonly account: Rate;
  readonly organization?: Rate;
}

const limit = (operations: string, account: Rate, organization?: Rate): Limit => ({
  operations: operations.split(" "),
  account,
  ...(organization && { organization }),
});

// Organizations User Guide, "Throttling limits". The operations of one row share a bucket; those
// that have no row there (resource policies) are not limited here.
const LIMITS: readonly Limit[] = [
  limit("CloseAccount", [0.05, 1]),
  limit("CreateAccount", [0.1, 3]),
  limit("DescribeAccount", [20, 30], [24, 36]),
  limit("LeaveOrganization", [1, 1]),
  limit("AcceptHandshake", [1, 2], [5, 5]),
  limit("InviteAccountToOrganization", [3, 5]),
  limit("CreateOrganizationalUnit DescribeOrganization", [1, 2]),
  limit("MoveAccount UpdateOrganizationalUnit DeleteOrganizationalUnit", [2, 3]),
  limit("DescribeOrganizationalUnit", [2, 2], [2, 3]),
  limit("ListAccounts", [8, 12], [9, 15]),
  limit("ListChildren", [6, 10], [7, 12]),
  limit("ListParents ListAccountsForParent ListOrganizationalUnitsForParent", [5, 8], [6, 10]),
  limit("ListRoots", [1, 2], [1, 3]),
  limit("ListTagsForResource", [10, 15], [12, 18]),
  limit("RemoveAccountFromOrganization", [2, 2]),
  limit("TagResource UntagResource", [4, 6]),
  limit("CreatePolicy DeletePolicy AttachPolicy DetachPolicy", [2, 3]),
  limit("DescribePolicy", [2, 2], [2, 3]),
  limit("DisablePolicyType EnablePolicyType", [1, 1]),
  limit("ListPolicies ListPoliciesForTarget ListTargetsForPolicy", [5, 8], [6, 10]),
  limit("UpdatePolicy", [2, 3]),
  limit("EnableAWSServiceAccess DisableAWSServiceAccess", [1, 2]),
  limit("ListAWSServiceAccessForOrganization ListDelegatedServicesForAccount", [1, 3], [1, 4]),
  limit("ListDelegatedAdministrators", [5, 8], [6, 10]),
  limit("RegisterDelegatedAdministrator DeregisterDelegatedAdministrator", [1, 2]),
];

// Identity Center User Guide, quotas: its whole API together; of the identity store each operation.
const IDENTITY_CENTER: Rate = [20, 20];

/** What a service says to a caller who is too fast. */
export function throttled(service: string): ServiceError {
  if (service === "sso" || service === "identitystore") {
    return new ServiceError("ThrottlingException", "Rate exceeded.");
  }
  const message = "You have sent too many requests in too short a period of time.";
  return new ServiceError("TooManyRequestsException", message, { Type: "RATE_LIMIT" });
}

/** Returns a check that throws `throttled` once a caller is too fast. */
export function createThrottle(now: () => number): (call: Call) => void {
  const buckets = new Map<string, { tokens: number; at: number }>();

  function take(service: string, name: string, [rate, burst]: Rate): void {
    const before = buckets.get(name) ?? { tokens: burst, at: now() };
    const gained = ((now() - before.at) / 1000) * rate;
    const tokens = Math.min(burst, before.tokens + gained);
    buckets.set(name, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now() });
    if (tokens < 1) throw throttled(service);
  }

  return ({ service, operation, principal }) => {
    if (service === "sso") take(service, service, IDENTITY_CENTER);
    if (service === "identitystore") take(service, `${service}/${operation}`, IDENTITY_CENTER);
    if (service !== "organizations") return;
    for (const [row, limit] of LIMITS.entries()) {
      if (!limit.operations.includes(operation)) continue;
      take(service, `${principal.account}/${row}`, limit.account);
      if (limit.organization) take(service, `organization/${row}`, limit.organization);
    }
  };
}
