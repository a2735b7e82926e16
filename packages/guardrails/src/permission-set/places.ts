/** Where a permission set has arrived, where not, and what AWS is still working on. */
import type { Caller, IdentityCenter } from "@holdfast/core";
import { pathOfOpen } from "../identity-center/closed.ts";

export type LiveAssignment = {
  readonly account: string;
  readonly type: "USER" | "GROUP";
  readonly principal: string;
};

type Reads =
  | "sso:ListAccountsForProvisionedPermissionSet"
  | "sso:ListPermissionSetProvisioningStatus"
  | "sso:DescribePermissionSetProvisioningStatus"
  | "sso:ListAccountAssignments"
  | "organizations:DescribeAccount";

interface Places {
  readonly places: number;
  readonly behind: readonly string[];
  readonly current: readonly string[];
  readonly failures: readonly string[];
  /** Whether AWS is carrying the set to accounts now. */
  readonly provisioning: boolean;
}

/** Where AWS can't bring it, it stays behind: so few accounts are asked whether they are closed. */
const FEW = 20;

const BEHIND = "LATEST_PERMISSION_SET_NOT_PROVISIONED";

/** Identity Center quotas: provisioning requests at a time. */
export const AT_A_TIME = 3;

/** Failed requests that are asked for their reason: the newest say what matters. */
const FAILURES = 5;

/** Two calls where every account has the set as it is. */
export async function placesOf(
  PermissionSetArn: string,
  aws: Caller<Reads>,
  { instance: InstanceArn }: IdentityCenter,
): Promise<Places> {
  const named = { InstanceArn, PermissionSetArn };
  const having = (ProvisioningStatus: "LATEST_PERMISSION_SET_PROVISIONED" | typeof BEHIND) =>
    accountsOf({ ...named, ProvisioningStatus }, aws);
  const behind = await having(BEHIND);
  const upToDate = await having("LATEST_PERMISSION_SET_PROVISIONED");
  const places = behind.length + upToDate.length;
  const open = behind.length > FEW ? behind : await openOf(behind, aws);
  const current = upToDate.slice(0, AT_A_TIME);
  const all = { places, behind: open, current, failures: [], provisioning: false };
  if (open.length === 0) return all;
  const going = await requestsOf("IN_PROGRESS", PermissionSetArn, aws, InstanceArn);
  if (going.length > 0) return { ...all, provisioning: true };
  const failed = await requestsOf("FAILED", PermissionSetArn, aws, InstanceArn);
  return { ...all, failures: failed.flatMap((reason) => reason ?? []) };
}

/** Without those that are closed. */
async function openOf(accounts: readonly string[], aws: Caller<Reads>): Promise<string[]> {
  const open: string[] = [];
  for (const account of accounts) {
    if ((await pathOfOpen(account, aws)) !== undefined) open.push(account);
  }
  return open;
}

async function accountsOf(
  input: {
    readonly InstanceArn: string;
    readonly PermissionSetArn: string;
    readonly ProvisioningStatus?: "LATEST_PERMISSION_SET_PROVISIONED" | typeof BEHIND;
  },
  aws: Caller<Reads>,
): Promise<readonly string[]> {
  const accounts: string[] = [];
  const pages = aws.pages("sso:ListAccountsForProvisionedPermissionSet", input);
  for await (const { AccountIds = [] } of pages) accounts.push(...AccountIds);
  return accounts.toSorted();
}

/** The failure reasons of a set's requests in a state; a list says of none which set it is about. */
async function requestsOf(
  Status: "IN_PROGRESS" | "FAILED",
  set: string,
  aws: Caller<Reads>,
  InstanceArn: string,
): Promise<readonly (string | undefined)[]> {
  const found: { readonly id: string; readonly at: number }[] = [];
  const pages = aws.pages("sso:ListPermissionSetProvisioningStatus", {
    InstanceArn,
    Filter: { Status },
  });
  for await (const { PermissionSetsProvisioningStatus = [] } of pages) {
    for (const { RequestId: id, CreatedDate } of PermissionSetsProvisioningStatus) {
      if (id !== undefined) found.push({ id, at: CreatedDate?.getTime() ?? 0 });
    }
  }
  // Three are under way at most; of failures, those of the last hours may be many.
  const newest = found.toSorted((a, b) => b.at - a.at).slice(0, FAILURES);
  const reasons: (string | undefined)[] = [];
  for (const { id: ProvisionPermissionSetRequestId } of newest) {
    const input = { InstanceArn, ProvisionPermissionSetRequestId };
    const { PermissionSetProvisioningStatus: status } = await aws.call(
      "sso:DescribePermissionSetProvisioningStatus",
      input,
    );
    if (status?.PermissionSetArn !== set || status.Status !== Status) continue;
    reasons.push(status.FailureReason);
  }
  return reasons;
}

/** Everybody who has a set, in every account that it is in. */
export async function assignedOf(
  PermissionSetArn: string,
  aws: Caller<Reads>,
  { instance: InstanceArn }: Pick<IdentityCenter, "instance">,
): Promise<readonly LiveAssignment[]> {
  const assigned: LiveAssignment[] = [];
  for (const account of await accountsOf({ InstanceArn, PermissionSetArn }, aws)) {
    const pages = aws.pages("sso:ListAccountAssignments", {
      InstanceArn,
      PermissionSetArn,
      AccountId: account,
    });
    for await (const { AccountAssignments = [] } of pages) {
      for (const { PrincipalType, PrincipalId } of AccountAssignments) {
        if (PrincipalType === undefined || PrincipalId === undefined) continue;
        assigned.push({ account, type: PrincipalType, principal: PrincipalId });
      }
    }
  }
  return assigned;
}
