/** GetAccountAuthorizationDetails: users and roles of an account with their policies. */
import type { Operation } from "../service.ts";
import type { Accounts } from "./accounts.ts";
import { invalid } from "./errors.ts";
import { managedName } from "./managed.ts";
import { type Entity, type Role, roleArn, type User, userArn } from "./state.ts";
import { type IdOf, shownTrust } from "./trust.ts";

const KINDS = ["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"];

type Detail = { readonly user: User } | { readonly role: Role };

export function accountDetails(
  accounts: Accounts,
  idOf: IdOf,
): Readonly<Record<string, Operation>> {
  return {
    GetAccountAuthorizationDetails(input, { principal: { account } }) {
      const { Filter: kinds = KINDS } = input;
      if (!Array.isArray(kinds) || !kinds.every((kind) => KINDS.includes(kind))) {
        throw invalid(`Filter must be of ${KINDS.join(", ")}.`);
      }
      // One list in pages: first the users, then the roles.
      const all: Detail[] = [
        ...(kinds.includes("User") ? accounts.users(account) : []).map((user) => ({ user })),
        ...(kinds.includes("Role") ? accounts.roles(account) : []).map((role) => ({ role })),
      ];
      const { some, ...rest } = accounts.listed("some", input, all, (one) => one);
      const details = some as readonly Detail[];
      return {
        UserDetailList: details.flatMap((one) => ("user" in one ? [userDetail(one.user)] : [])),
        RoleDetailList: details.flatMap((one) =>
          "role" in one ? [roleDetail(one.role, idOf)] : [],
        ),
        ...rest,
      };
    },
  };
}

function userDetail(user: User): Record<string, unknown> {
  return {
    ...common(user),
    UserName: user.name,
    UserId: user.id,
    Arn: userArn(user),
    UserPolicyList: written(user),
  };
}

function roleDetail(role: Role, idOf: IdOf): Record<string, unknown> {
  return {
    ...common(role),
    RoleName: role.name,
    RoleId: role.id,
    Arn: roleArn(role),
    AssumeRolePolicyDocument: encodeURIComponent(shownTrust(role, idOf)),
    RolePolicyList: written(role),
  };
}

function common({ path, created, attached }: Entity): Record<string, unknown> {
  return {
    Path: path,
    CreateDate: new Date(created),
    AttachedManagedPolicies: attached.map((arn) => ({
      PolicyName: managedName(arn),
      PolicyArn: arn,
    })),
  };
}

function written({ inline }: Entity): readonly Record<string, unknown>[] {
  return [...inline].map(([PolicyName, document]) => ({
    PolicyName,
    PolicyDocument: encodeURIComponent(document),
  }));
}
