/** Carries permission sets to accounts: as roles that AWS makes there, keeps and takes away again. */
import type { Random } from "@holdfast/core";
import { randomHex } from "../random.ts";
import type { Call } from "../service.ts";
import { type Right, refusedByIam, rightsToDeprovision, rightsToProvision } from "./forwarded.ts";
import type { Center } from "./reader.ts";
import { roleArn } from "./role-names.ts";
import { type PermissionSet, type Provisioned, provisionedKey } from "./state.ts";

/** Managed policies that IAM attaches to a role where nobody asked for more (IAM quotas). */
const MOST_POLICIES = 10;

/** What AWS did in an account, for its trail. */
export interface RoleChange {
  readonly account: string;
  /** Undefined: the role is made. */
  readonly before: Provisioned | undefined;
  /** Undefined: the role is removed. */
  readonly after: Provisioned | undefined;
  readonly description: string;
  /** What was asked for. */
  readonly call: Call;
}

/** All return why that failed, in AWS's words. */
export interface Provisioning {
  /** Brings the set to an account that does not have it; where it is, it stays as it was carried there. */
  admit(call: Call, permissionSet: string, account: string): string | undefined;
  /** Gives an account the set as it is now. */
  push(call: Call, permissionSet: string, account: string): string | undefined;
  /** Takes the set's role out of an account where nobody has it any more. */
  remove(call: Call, permissionSet: string, account: string): string | undefined;
}

export function createProvisioning(options: {
  readonly center: Center;
  readonly random: Random;
  /** Region of the instance. */
  readonly region: string;
  /** Why pushing a set to an account shall fail; undefined: it shall not. */
  fails(account: string): string | undefined;
  /** Why Identity Center may not do something with its caller's rights; undefined: it may. */
  forwarded(call: Call, action: string, resource: string): string | undefined;
  onRole(change: RoleChange): void;
}): Provisioning {
  const { center, random, region, fails, forwarded, onRole } = options;

  /** Only in the management account Identity Center is nobody by itself. */
  function refused(call: Call, account: string, rights: readonly Right[]): string | undefined {
    if (account !== center.organization().management) return undefined;
    const [denial] = rights.flatMap(({ action, resource }) => {
      return forwarded(call, action, resource) ?? [];
    });
    return denial && refusedByIam(denial, call.requestId);
  }

  /** Why a role in an account can't be touched at all. */
  function blocked(call: Call, account: string, role: string): string | undefined {
    const rights = rightsToProvision(account, roleArn(account, region, role));
    return unreachable(center, account) ?? refused(call, account, rights);
  }

  const provisioned = (permissionSet: string, account: string) =>
    center.current().provisioned.get(provisionedKey({ account, permissionSet }));

  function push(call: Call, permissionSet: string, account: string): string | undefined {
    const set = center.current().permissionSets.get(permissionSet);
    if (set === undefined) return "Received a 404 status error: PermissionSet not found.";
    const before = provisioned(permissionSet, account);
    const role = before?.role ?? `AWSReservedSSO_${set.name}_${randomHex(random, 16)}`;
    const reason = blocked(call, account, role) ?? tooMany(set) ?? fails(account);
    if (reason !== undefined) return reason;
    // Customer managed policies are taken for granted: the lab has no IAM in member accounts. AWS
    // fails with "Received a 404 status error: Not supported policy …" where one is missing.
    const { version, description } = set;
    const after: Provisioned = { account, permissionSet, role, version, content: set };
    center.set("provisioned", provisionedKey(after), after);
    onRole({ account, before, after, description, call });
    return undefined;
  }

  return {
    push,
    admit(call, permissionSet, account) {
      const there = provisioned(permissionSet, account);
      return there === undefined
        ? push(call, permissionSet, account)
        : blocked(call, account, there.role);
    },
    remove(call, permissionSet, account) {
      const before = provisioned(permissionSet, account);
      if (before === undefined) return undefined;
      const reason = refused(call, account, rightsToDeprovision(account));
      if (reason !== undefined) return reason;
      center.set("provisioned", provisionedKey(before), undefined);
      const { description = "" } = center.current().permissionSets.get(permissionSet) ?? {};
      onRole({ account, before, after: undefined, description, call });
      return undefined;
    },
  };
}

/** AWS can't work in an account that is closed (reported as such). */
function unreachable(center: Center, account: string): string | undefined {
  if (center.organization().accounts.get(account)?.state === "ACTIVE") return undefined;
  return `AWS SSO is unable to complete your request at this time. Obtaining permissions to manage your AWS account '${account}' takes longer than usual. Please try again in a few minutes. If this problem continues, contact AWS Support.`;
}

function tooMany({ managedPolicies, customerManagedPolicies }: PermissionSet): string | undefined {
  if (managedPolicies.size + customerManagedPolicies.length <= MOST_POLICIES) return undefined;
  return `Received a 409 status error: Cannot exceed quota for PoliciesPerRole: ${MOST_POLICIES}`;
}
