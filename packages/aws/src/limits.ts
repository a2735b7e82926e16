/** AWS's documented call rates, of which budgets are made (the services' quotas pages). */

/** A token bucket: it holds `burst` tokens and gains `perSecond`. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * Actions that share one bucket; `sso:*` stands for all of a service. AWS states the rates per line of its table and does not say that
 * the operations of a line have buckets of their own, so they are taken not to.
 */
export interface Limit {
  readonly actions: readonly string[];
  /** Per calling account. */
  readonly account: Rate;
  /** For all accounts together, so also for principals that are not ours. */
  readonly organization?: Rate;
}

export const limits: readonly Limit[] = [
  organizations(["DescribePolicy"], [2, 2], [2, 3]),
  organizations(["ListPolicies", "ListPoliciesForTarget", "ListTargetsForPolicy"], [5, 8], [6, 10]),
  organizations(["CreatePolicy", "DeletePolicy", "AttachPolicy", "DetachPolicy"], [2, 3]),
  organizations(["UpdatePolicy"], [2, 3]),
  organizations(["EnablePolicyType", "DisablePolicyType"], [1, 1]),
  organizations(["ListAccounts"], [8, 12], [9, 15]),
  organizations(["ListChildren"], [6, 10], [7, 12]),
  organizations(
    ["ListParents", "ListAccountsForParent", "ListOrganizationalUnitsForParent"],
    [5, 8],
    [6, 10],
  ),
  organizations(["DescribeAccount"], [20, 30], [24, 36]),
  organizations(["DescribeOrganizationalUnit"], [2, 2], [2, 3]),
  organizations(["ListRoots"], [1, 2], [1, 3]),
  organizations(["CreateOrganizationalUnit", "DescribeOrganization"], [1, 2]),
  organizations(["ListTagsForResource"], [10, 15], [12, 18]),
  organizations(["TagResource", "UntagResource"], [4, 6]),
  organizations(["MoveAccount", "UpdateOrganizationalUnit", "DeleteOrganizationalUnit"], [2, 3]),
  organizations(["RemoveAccountFromOrganization"], [2, 2]),
  organizations(["EnableAWSServiceAccess", "DisableAWSServiceAccess"], [1, 2]),
  organizations(["ListDelegatedAdministrators"], [5, 8], [6, 10]),
  organizations(
    ["ListAWSServiceAccessForOrganization", "ListDelegatedServicesForAccount"],
    [1, 3],
    [1, 4],
  ),
  organizations(["RegisterDelegatedAdministrator", "DeregisterDelegatedAdministrator"], [1, 2]),
  // Identity Center quotas: all of its API together, and each operation of the identity store.
  { actions: ["sso:*"], account: { perSecond: 20, burst: 20 } },
  ...identityStore(
    "DescribeGroup",
    "DescribeUser",
    "ListGroupMemberships",
    "ListGroupMembershipsForMember",
    "ListGroups",
    "ListUsers",
    "CreateGroupMembership",
    "DeleteGroupMembership",
  ),
  { actions: ["cloudtrail:LookupEvents"], account: { perSecond: 2, burst: 2 } },
  { actions: ["securityhub:BatchImportFindings"], account: { perSecond: 10, burst: 30 } },
];

function identityStore(...names: readonly string[]): Limit[] {
  return names.map((name) => ({
    actions: [`identitystore:${name}`],
    account: { perSecond: 20, burst: 20 },
  }));
}

type Pair = readonly [perSecond: number, burst: number];

function organizations(names: readonly string[], account: Pair, organization?: Pair): Limit {
  return {
    actions: names.map((name) => `organizations:${name}`),
    account: rate(account),
    ...(organization && { organization: rate(organization) }),
  };
}

function rate([perSecond, burst]: Pair): Rate {
  return { perSecond, burst };
}
