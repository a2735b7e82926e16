/** CreateRole, GetRole, ListRoles, UpdateAssumeRolePolicy, DeleteRole. */
import type { Random } from "@holdfast/core";
import { parsePolicy } from "@holdfast/policy";
import type { LabClock } from "../clock.ts";
import { randomUpper } from "../random.ts";
import type { Operation } from "../service.ts";
import type { Accounts } from "./accounts.ts";
import { alreadyExists, deleteConflict, invalid, limitExceeded } from "./errors.ts";
import { type Input, nameIn, pathIn, text } from "./input.ts";
import { readable } from "./policies.ts";
import { type Role, roleArn } from "./state.ts";
import { bound, type IdOf, shownTrust } from "./trust.ts";

/** Characters of a trust policy without white space: IAM's quota unless somebody has asked for more. */
const LARGEST_TRUST = 2_048;
const HOUR = 3_600;

export interface RoleTools {
  readonly clock: Pick<LabClock, "now">;
  readonly random: Random;
  readonly idOf: IdOf;
  /** Whether there is such an account in the lab. */
  knows(account: string): boolean;
}

export function roleOperations(
  accounts: Accounts,
  { clock, random, idOf, knows }: RoleTools,
): Readonly<Record<string, Operation>> {
  /** A trust policy as it is kept. Throws for one that IAM would not take. */
  function trustIn(input: Input, member: string): Pick<Role, "trust" | "bound"> {
    const trust = readable(text(input, member));
    if (trust.replaceAll(/\s/g, "").length > LARGEST_TRUST) {
      throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${LARGEST_TRUST}`);
    }
    return { trust, bound: bound(parsePolicy(trust), idOf, knows) };
  }

  return {
    CreateRole(input, { principal: { account } }) {
      const [name, path] = [nameIn(input, "RoleName"), pathIn(input)];
      if (accounts.hasRole(account, name)) throw alreadyExists(`Role with name ${name}`);
      const role: Role = {
        account,
        path,
        name,
        id: `AROA${randomUpper(random, 17)}`,
        created: clock.now(),
        attached: [],
        inline: new Map(),
        description: typeof input.Description === "string" ? input.Description : "",
        maxSession: durationIn(input),
        ...trustIn(input, "AssumeRolePolicyDocument"),
      };
      accounts.putRole(role);
      return { Role: roleShape(role, idOf) };
    },
    GetRole(input, { principal: { account } }) {
      const role = accounts.viewRole(account, nameIn(input, "RoleName"));
      return { Role: roleShape(role, idOf) };
    },
    ListRoles(input, { principal: { account } }) {
      return accounts.listed("Roles", input, accounts.roles(account), (role) =>
        roleShape(role, idOf),
      );
    },
    UpdateAssumeRolePolicy(input, { principal: { account } }) {
      const role = accounts.role(account, nameIn(input, "RoleName"));
      accounts.putRole({ ...role, ...trustIn(input, "PolicyDocument") });
      return {};
    },
    DeleteRole(input, { principal: { account } }) {
      const role = accounts.role(account, nameIn(input, "RoleName"));
      if (role.attached.length > 0) throw deleteConflict("detach all policies");
      if (role.inline.size > 0) throw deleteConflict("delete policies");
      accounts.removeRole(role);
      return {};
    },
  };
}

function durationIn({ MaxSessionDuration: seconds = HOUR }: Input): number {
  if (typeof seconds === "number" && seconds >= HOUR && seconds <= 12 * HOUR) return seconds;
  throw invalid("MaxSessionDuration must be between 3600 and 43200.");
}

function roleShape(role: Role, idOf: IdOf): Record<string, unknown> {
  const { path, name, id, created, description, maxSession } = role;
  return {
    Path: path,
    RoleName: name,
    RoleId: id,
    Arn: roleArn(role),
    CreateDate: new Date(created),
    AssumeRolePolicyDocument: encodeURIComponent(shownTrust(role, idOf)),
    ...(description !== "" && { Description: description }),
    MaxSessionDuration: maxSession,
  };
}
