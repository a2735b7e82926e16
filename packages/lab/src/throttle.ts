/** AWS Organizations' documented request rates as token buckets, per account and per organization. */
import { type Call, ServiceError } from "./service.ts";

/** Tokens a second, and how many can gather. */
type Rate = readonly [rate: number, burst: number];

interface Limit {
  readonly operations: readonly string[];
  readonly account: Rate;
  readonly organization?: Rate;
}

// ORG orgs_reference_limits. The operations of one row share a bucket.
const LIMITS: readonly Limit[] = [
  { operations: ["DescribePolicy"], account: [2, 2], organization: [2, 3] },
  {
    operations: ["ListPolicies", "ListPoliciesForTarget", "ListTargetsForPolicy"],
    account: [5, 8],
    organization: [6, 10],
  },
  {
    operations: ["CreatePolicy", "DeletePolicy", "AttachPolicy", "DetachPolicy", "UpdatePolicy"],
    account: [2, 3],
  },
  { operations: ["EnablePolicyType", "DisablePolicyType"], account: [1, 1] },
  { operations: ["ListAccounts"], account: [8, 12], organization: [9, 15] },
  {
    operations: ["ListAccountsForParent", "ListOrganizationalUnitsForParent"],
    account: [5, 8],
    organization: [6, 10],
  },
  { operations: ["ListRoots"], account: [1, 2], organization: [1, 3] },
  { operations: ["DescribeOrganization"], account: [1, 2] },
  { operations: ["MoveAccount"], account: [2, 3] },
];

export function throttled(): ServiceError {
  const message = "You have sent too many requests in too short a period of time.";
  return new ServiceError("TooManyRequestsException", message, { Type: "RATE_LIMIT" });
}

/** Returns a check that throws `TooManyRequestsException` once a caller is too fast. */
export function createThrottle(now: () => number): (call: Call) => void {
  const buckets = new Map<string, { tokens: number; at: number }>();

  function take(name: string, [rate, burst]: Rate): void {
    const before = buckets.get(name) ?? { tokens: burst, at: now() };
    const gained = ((now() - before.at) / 1000) * rate;
    const tokens = Math.min(burst, before.tokens + gained);
    buckets.set(name, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now() });
    if (tokens < 1) throw throttled();
  }

  return ({ service, operation, principal }) => {
    if (service !== "organizations") return;
    for (const [row, limit] of LIMITS.entries()) {
      if (!limit.operations.includes(operation)) continue;
      take(`${principal.account}/${row}`, limit.account);
      if (limit.organization) take(`organization/${row}`, limit.organization);
    }
  };
}
