/** The identity store's API: who there is, and who is in which group. */
import type { Operation, Service } from "../service.ts";
import type { Directory } from "./directory.ts";
import { invalid, memberNotFound, storeNotFound } from "./errors.ts";
import { type Input, object, optionalText, text } from "./input.ts";
import type { Center } from "./reader.ts";
import type { ExternalId, Group, IdentityCenterState, Membership, User } from "./state.ts";

const ID = /^([0-9a-f]{10}-)?[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

// What nobody may be called (CreateUser, CreateGroup: "reserved names").
const RESERVED = /^(?:Administrator|AWSAdministrators)$/;

/** Characters of names. */
const LONGEST = { userName: 128, displayName: 1024 };

/** @param region where the instance is: the store is there alone */
export function createIdentityStore(center: Center, directory: Directory, region: string): Service {
  const { listed, view } = center;

  const checked =
    (operation: Operation): Operation =>
    (input, call) => {
      const asked = text(input, "IdentityStoreId");
      const { identityStore } = center.organization().identityCenter ?? {};
      if (asked !== identityStore || call.region !== region) throw storeNotFound(asked);
      return operation(input, call);
    };

  function group(state: IdentityCenterState, id: string): Group {
    const found = state.groups.get(id);
    if (found === undefined) throw memberNotFound("GROUP", id);
    return found;
  }

  function user(state: IdentityCenterState, id: string): User {
    const found = state.users.get(id);
    if (found === undefined) throw memberNotFound("USER", id);
    return found;
  }

  const shape = ({ identityStore }: IdentityCenterState) => ({
    group: ({ id, displayName, description, externalIds }: Group) => ({
      GroupId: id,
      DisplayName: displayName,
      ...(description !== "" && { Description: description }),
      ...external(externalIds),
      IdentityStoreId: identityStore,
    }),
    user: ({ id, userName, displayName, externalIds }: User) => ({
      UserId: id,
      UserName: userName,
      DisplayName: displayName,
      ...external(externalIds),
      IdentityStoreId: identityStore,
    }),
    membership: ({ id, group, user }: Membership) => ({
      IdentityStoreId: identityStore,
      MembershipId: id,
      GroupId: group,
      MemberId: { UserId: user },
    }),
  });

  const operations: Readonly<Record<string, Operation>> = {
    ListGroups(input) {
      const state = view();
      return listed("Groups", input, state.groups.values(), shape(state).group);
    },
    DescribeGroup(input) {
      const state = view();
      return shape(state).group(group(state, text(input, "GroupId", ID)));
    },
    ListUsers(input) {
      const state = view();
      return listed("Users", input, state.users.values(), shape(state).user);
    },
    DescribeUser(input) {
      const state = view();
      return shape(state).user(user(state, text(input, "UserId", ID)));
    },
    ListGroupMemberships(input) {
      const state = view();
      const { id } = group(state, text(input, "GroupId", ID));
      const members = [...state.memberships.values()].filter((one) => one.group === id);
      return listed("GroupMemberships", input, members, shape(state).membership);
    },
    CreateGroupMembership(input) {
      const { id } = directory.addMember(text(input, "GroupId", ID), memberIn(input));
      return { MembershipId: id, IdentityStoreId: input.IdentityStoreId };
    },
    DeleteGroupMembership(input) {
      directory.removeMember(text(input, "MembershipId", ID));
      return {};
    },
    CreateUser(input) {
      const userName = nameIn(input, "UserName", LONGEST.userName);
      const displayName = optionalText(input, "DisplayName", LONGEST.displayName) ?? userName;
      const { id } = directory.addUser({ userName, displayName, externalIds: [] });
      return { UserId: id, IdentityStoreId: input.IdentityStoreId };
    },
    DeleteUser(input) {
      directory.removeUser(text(input, "UserId", ID));
      return {};
    },
    CreateGroup(input) {
      const displayName = nameIn(input, "DisplayName", LONGEST.displayName);
      const description = optionalText(input, "Description", 1024) ?? "";
      const { id } = directory.addGroup({ displayName, description, externalIds: [] });
      return { GroupId: id, IdentityStoreId: input.IdentityStoreId };
    },
    UpdateGroup(input) {
      const found = group(center.current(), text(input, "GroupId", ID));
      directory.updateGroup({ ...found, ...changed(input) });
      return {};
    },
    DeleteGroup(input) {
      directory.removeGroup(text(input, "GroupId", ID));
      return {};
    },
  };
  return {
    name: "identitystore",
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, operation]) => [name, checked(operation)]),
    ),
  };
}

function external(ids: readonly ExternalId[]): Record<string, unknown> {
  if (ids.length === 0) return {};
  return { ExternalIds: ids.map(({ issuer, id }) => ({ Issuer: issuer, Id: id })) };
}

/** What a user or a group is called by. */
function nameIn(input: Input, member: string, longest: number): string {
  const name = text(input, member);
  if (name.length <= longest && !RESERVED.test(name)) return name;
  throw invalid(`${member} is reserved, or longer than ${longest} characters.`);
}

function memberIn({ MemberId }: Input): string {
  return text(object(MemberId), "UserId", ID);
}

/** The attributes of a group that can be changed: name and description. */
function changed({ Operations }: Input): Partial<Group> {
  const operations: readonly unknown[] = Array.isArray(Operations) ? Operations : [];
  const pairs = operations.map((one): [string, string] => {
    const { AttributePath: path, AttributeValue: value } = object(one);
    if (path === "displayName") {
      return [path, nameIn({ [path]: value }, path, LONGEST.displayName)];
    }
    if (path === "description") return [path, String(value ?? "")];
    throw invalid(`${String(path)} can't be changed.`);
  });
  return Object.fromEntries(pairs);
}
