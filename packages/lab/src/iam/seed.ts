/** The users that a baseline declares: those for emergencies, in each of their accounts. */
import type { Baseline } from "@holdfast/core";
import { entityKey, type IamState, NO_IAM, type User } from "./state.ts";

/** `since` is when they were made. A sealed password, and no key. */
export function seedIam({ breakGlass, accounts }: Baseline, since: number): IamState {
  if (breakGlass === undefined) return NO_IAM;
  const places = accounts.filter(({ name }) => breakGlass.accounts.includes(name));
  const users = places.flatMap(({ id: account }) =>
    breakGlass.principals.flatMap((principal, index): User[] => {
      const [, path, name] = /^user(\/(?:.+\/)?)([^/]+)$/.exec(principal) ?? [];
      if (path === undefined || name === undefined) return [];
      return [
        {
          account,
          path,
          name,
          id: `AIDAHFLB${account}${index}`,
          created: since,
          attached: ["arn:aws:iam::aws:policy/AdministratorAccess"],
          inline: new Map(),
          credentials: [],
          password: { created: since, resetRequired: false },
        },
      ];
    }),
  );
  const byKey = users.map((user) => [entityKey(user.account, user.name), user] as const);
  return { ...NO_IAM, users: new Map(byKey) };
}
