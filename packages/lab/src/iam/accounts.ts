/** The users and roles of an account, as calls read and change them. */
import type { Random } from "@holdfast/core";
import type { Role as LabRole } from "../identity.ts";
import { withEntry } from "../organizations/state.ts";
import type { OrganizationStore } from "../organizations/store.ts";
import { page } from "../paging.ts";
import { invalid, noSuch, unmodifiable } from "./errors.ts";
import type { Input } from "./input.ts";
import { entityKey, type IamState, type Role, type User } from "./state.ts";

export interface Accounts {
  /** As a read sees them; in the order of their names. */
  users(account: string): readonly User[];
  roles(account: string): readonly Role[];
  /** One, as a read sees it. Throws `NoSuchEntityException`. */
  viewUser(account: string, name: string): User;
  viewRole(account: string, name: string): Role;
  /** The truth about one that is to be changed. Throws `NoSuchEntityException`. */
  user(account: string, name: string): User;
  /** Throws `UnmodifiableEntityException` for one that the lab itself or AWS has made. */
  role(account: string, name: string): Role;
  hasUser(account: string, name: string): boolean;
  hasRole(account: string, name: string): boolean;
  putUser(user: User): void;
  putRole(role: Role): void;
  removeUser(user: User): void;
  removeRole(role: Role): void;
  /** A page of `all` as an answer whose list is called `member`. */
  listed<T>(
    member: string,
    input: Input,
    all: readonly T[],
    shape: (item: T) => unknown,
  ): Record<string, unknown>;
}

/** @param furniture roles that are there without a call: those of functions, of AWS, of the lab's people */
export function createAccounts(
  store: OrganizationStore,
  furniture: (account: string) => readonly LabRole[],
  trouble: { readLag(): number; pageRandom(): Random | undefined },
): Accounts {
  const current = () => store.current().iam;
  const view = () => store.view(trouble.readLag()).iam;
  const update = (change: Partial<IamState>) => store.update({ iam: { ...current(), ...change } });
  const standing = (account: string) => furniture(account).map(standingRole);

  function userIn({ users }: IamState, account: string, name: string): User {
    const user = users.get(entityKey(account, name));
    if (user === undefined) throw noSuch(`user with name ${name}`);
    return user;
  }

  function roleIn({ roles }: IamState, account: string, name: string): Role {
    const key = entityKey(account, name);
    const role =
      roles.get(key) ?? standing(account).find((one) => entityKey(account, one.name) === key);
    if (role === undefined) throw noSuch(`role with name ${name}`);
    return role;
  }

  return {
    users: (account) => ordered(view().users.values(), account),
    roles: (account) => ordered([...view().roles.values(), ...standing(account)], account),
    viewUser: (account, name) => userIn(view(), account, name),
    viewRole: (account, name) => roleIn(view(), account, name),
    user: (account, name) => userIn(current(), account, name),
    role(account, name) {
      const role = roleIn(current(), account, name);
      if (current().roles.get(entityKey(account, name)) === undefined)
        throw unmodifiable(role.name);
      return role;
    },
    hasUser: (account, name) => current().users.has(entityKey(account, name)),
    hasRole: (account, name) =>
      [...current().roles.values(), ...standing(account)].some(
        (role) => entityKey(role.account, role.name) === entityKey(account, name),
      ),
    putUser: (user) =>
      update({ users: withEntry(current().users, entityKey(user.account, user.name), user) }),
    putRole: (role) =>
      update({ roles: withEntry(current().roles, entityKey(role.account, role.name), role) }),
    removeUser: ({ account, name }) =>
      update({ users: withEntry(current().users, entityKey(account, name), undefined) }),
    removeRole: ({ account, name }) =>
      update({ roles: withEntry(current().roles, entityKey(account, name), undefined) }),
    listed(member, { MaxItems, Marker }, all, shape) {
      const asked = { MaxResults: MaxItems, NextToken: Marker };
      const { items, NextToken } = page(all, asked, PAGES, trouble.pageRandom());
      return {
        [member]: items.map(shape),
        IsTruncated: NextToken !== undefined,
        ...(NextToken !== undefined && { Marker: NextToken }),
      };
    },
  };
}

const PAGES = {
  largest: 1000,
  usual: 100,
  tooMany: (largest: number) => invalid(`MaxItems must be between 1 and ${largest}.`),
  badToken: () => invalid("Invalid Marker."),
};

function ordered<T extends User | Role>(all: Iterable<T>, account: string): readonly T[] {
  const own = [...all].filter((one) => one.account === account);
  return own.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function standingRole({ account, path, name, id, trust, policy, created }: LabRole): Role {
  return {
    account,
    path,
    name,
    id,
    created,
    attached: [],
    inline: new Map([["holdfast-lab", JSON.stringify(policy)]]),
    description: "",
    maxSession: 3600,
    trust: JSON.stringify(trust),
    bound: new Map(),
  };
}
