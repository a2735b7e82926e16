/** What changes the identity store, whoever asks for it: the API, the console, or SCIM. */
import type { Random } from "@holdfast/core";
import { withEntry } from "../organizations/state.ts";
import { randomUuid } from "../random.ts";
import { ServiceError } from "../service.ts";
import { memberNotFound } from "./errors.ts";
import type { Center } from "./reader.ts";
import type { Group, Membership, User } from "./state.ts";

export interface Directory {
  addMember(group: string, user: string): Membership;
  removeMember(membership: string): void;
  addUser(user: Omit<User, "id">): User;
  /** Its memberships go with it; what is assigned to it stays. */
  removeUser(id: string): void;
  addGroup(group: Omit<Group, "id">): Group;
  updateGroup(group: Group): void;
  removeGroup(id: string): void;
}

export function createDirectory(center: Center, random: Random): Directory {
  const newId = () => randomUuid(random);

  function checkGroup(id: string): void {
    if (!center.current().groups.has(id)) throw memberNotFound("GROUP", id);
  }

  function checkUser(id: string): void {
    if (!center.current().users.has(id)) throw memberNotFound("USER", id);
  }

  function checkUnique(taken: boolean, what: string): void {
    if (!taken) return;
    throw new ServiceError("ConflictException", `Duplicate ${what}.`, {
      Reason: "UNIQUENESS_CONSTRAINT_VIOLATION",
    });
  }

  /** The memberships without those that a user or group takes along. */
  function without(goes: (one: Membership) => boolean): ReadonlyMap<string, Membership> {
    return new Map([...center.current().memberships].filter(([, one]) => !goes(one)));
  }

  return {
    addMember(group, user) {
      checkGroup(group);
      checkUser(user);
      const { memberships } = center.current();
      const all = [...memberships.values()];
      checkUnique(
        all.some((one) => one.group === group && one.user === user),
        "GroupMembership",
      );
      const membership = { id: newId(), group, user };
      center.set("memberships", membership.id, membership);
      return membership;
    },
    removeMember(id) {
      if (!center.current().memberships.has(id)) throw memberNotFound("GROUP_MEMBERSHIP", id);
      center.set("memberships", id, undefined);
    },
    addUser(user) {
      const names = [...center.current().users.values()].map(({ userName }) => userName);
      checkUnique(names.includes(user.userName), "UserName");
      const added = { ...user, id: newId() };
      center.set("users", added.id, added);
      return added;
    },
    removeUser(id) {
      checkUser(id);
      const { users } = center.current();
      center.update({
        users: withEntry(users, id, undefined),
        memberships: without(({ user }) => user === id),
      });
    },
    addGroup(group) {
      const names = [...center.current().groups.values()].map(({ displayName }) => displayName);
      checkUnique(names.includes(group.displayName), "DisplayName");
      const added = { ...group, id: newId() };
      center.set("groups", added.id, added);
      return added;
    },
    updateGroup(group) {
      checkGroup(group.id);
      const others = [...center.current().groups.values()].filter(({ id }) => id !== group.id);
      checkUnique(
        others.some(({ displayName }) => displayName === group.displayName),
        "DisplayName",
      );
      center.set("groups", group.id, group);
    },
    removeGroup(id) {
      checkGroup(id);
      const { groups } = center.current();
      center.update({
        groups: withEntry(groups, id, undefined),
        memberships: without(({ group }) => group === id),
      });
    },
  };
}
