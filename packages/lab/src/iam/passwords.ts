/** Passwords for the console: IAM calls them login profiles. */
import type { LabClock } from "../clock.ts";
import type { Call, Operation } from "../service.ts";
import type { Accounts } from "./accounts.ts";
import { alreadyExists, noSuch, temporarilyUnmodifiable } from "./errors.ts";
import { nameIn } from "./input.ts";
import type { User } from "./state.ts";
import { userNameIn } from "./users.ts";

/**
 * Milliseconds for which IAM refuses to change a new login profile. It says that it does, not for how
 * long; tools that make one and change it at once wait for some seconds.
 */
const BEING_CREATED = 3_000;

export function passwordOperations(
  accounts: Accounts,
  clock: Pick<LabClock, "now">,
): Readonly<Record<string, Operation>> {
  /** One with a password that can be changed now. */
  function withPassword({ input, principal }: Call): User {
    const user = accounts.user(principal.account, nameIn(input, "UserName"));
    if (user.password === undefined) throw missing(user);
    if (clock.now() < user.password.created + BEING_CREATED) {
      throw temporarilyUnmodifiable(user.name);
    }
    return user;
  }

  return {
    CreateLoginProfile(input, call) {
      const user = accounts.user(call.principal.account, userNameIn(call));
      if (user.password !== undefined) throw alreadyExists(`Login Profile for User ${user.name}`);
      const resetRequired = input.PasswordResetRequired === true;
      const changed = { ...user, password: { created: clock.now(), resetRequired } };
      accounts.putUser(changed);
      return { LoginProfile: shape(changed) };
    },
    GetLoginProfile(_input, call) {
      const user = accounts.viewUser(call.principal.account, userNameIn(call));
      if (user.password === undefined) throw missing(user);
      return { LoginProfile: shape(user) };
    },
    UpdateLoginProfile(input, call) {
      const user = withPassword(call);
      const resetRequired = input.PasswordResetRequired ?? user.password?.resetRequired;
      const created = user.password?.created ?? clock.now();
      accounts.putUser({ ...user, password: { created, resetRequired: resetRequired === true } });
      return {};
    },
    DeleteLoginProfile(_input, call) {
      accounts.putUser({ ...withPassword(call), password: undefined });
      return {};
    },
  };
}

function missing({ name }: User) {
  return noSuch(`Login Profile for User ${name}`);
}

function shape({ name, password }: User): Record<string, unknown> {
  return {
    UserName: name,
    CreateDate: new Date(password?.created ?? 0),
    PasswordResetRequired: password?.resetRequired ?? false,
  };
}
