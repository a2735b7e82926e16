/** CreateUser, GetUser, ListUsers, DeleteUser. */
import type { Random } from "@holdfast/core";
import type { LabClock } from "../clock.ts";
import { randomUpper } from "../random.ts";
import type { Call, Operation } from "../service.ts";
import type { Accounts } from "./accounts.ts";
import { alreadyExists, deleteConflict, invalid } from "./errors.ts";
import { nameIn, pathIn } from "./input.ts";
import { type CredentialKind, type User, userArn } from "./state.ts";

export function userOperations(
  accounts: Accounts,
  { clock, random }: { readonly clock: Pick<LabClock, "now">; readonly random: Random },
): Readonly<Record<string, Operation>> {
  return {
    CreateUser(input, { principal: { account } }) {
      const [name, path] = [nameIn(input, "UserName"), pathIn(input)];
      if (accounts.hasUser(account, name)) throw alreadyExists(`User with name ${name}`);
      const user: User = {
        account,
        path,
        name,
        id: `AIDA${randomUpper(random, 17)}`,
        created: clock.now(),
        attached: [],
        inline: new Map(),
        credentials: [],
        password: undefined,
      };
      accounts.putUser(user);
      return { User: shape(user) };
    },
    GetUser(_input, call) {
      return { User: shape(accounts.viewUser(call.principal.account, userNameIn(call))) };
    },
    ListUsers(input, { principal: { account } }) {
      const { PathPrefix: prefix = "/" } = input;
      const users = accounts.users(account).filter(({ path }) => path.startsWith(String(prefix)));
      return accounts.listed("Users", input, users, shape);
    },
    DeleteUser(input, { principal: { account } }) {
      const user = accounts.user(account, nameIn(input, "UserName"));
      const rest = firstLeft(user);
      if (rest !== undefined) throw deleteConflict(rest);
      accounts.removeUser(user);
      return {};
    },
  };
}

/** Some calls are about the caller if they name nobody. */
export function userNameIn({ input, principal: { type, arn } }: Call): string {
  if (input.UserName !== undefined) return nameIn(input, "UserName");
  if (type === "IAMUser") return arn.slice(arn.lastIndexOf("/") + 1);
  throw invalid("Must specify userName when calling with non-User credentials");
}

const REMOVAL: Readonly<Record<CredentialKind, string>> = {
  "access-key": "delete access keys",
  "service-specific": "delete service-specific credentials",
  "signing-certificate": "delete signing certificates",
  "ssh-public-key": "delete SSH public keys",
};

/** What IAM wants gone before a user. */
function firstLeft({ password, credentials, attached, inline }: User): string | undefined {
  const [credential] = credentials;
  if (password !== undefined) return "delete login profile";
  if (credential !== undefined) return REMOVAL[credential.kind];
  if (attached.length > 0) return "detach all policies";
  return inline.size > 0 ? "delete policies" : undefined;
}

function shape(user: User): Record<string, unknown> {
  const { path, name, id, created } = user;
  return {
    Path: path,
    UserName: name,
    UserId: id,
    Arn: userArn(user),
    CreateDate: new Date(created),
  };
}
