/** The identity store's API: who there is, and who is in which group. */
import type { Operation, Service } from "../service.ts";
import type { Directory } from "./directory.ts";
import { invalid, memberNotFound } from "./errors.ts";
import { type Input, object, optionalText, text } from "./input.ts";
import { type Center, checkStore } from "./reader.ts";
import type { ExternalId, Group, IdentityCenterState, Membership, User } from "./state.ts";

const ID = /^([0-9a-f]{10}-)?[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export function createIdentityStore(center: Center, directory: Directory): Service {
  const { listed } = center;

  /** Of the right store, as a read sees it. */
  function view(input: Input): IdentityCenterState {
    const state = center.view();
    checkStore(state, input);
    return state;
  }

  const write =
    (change: (input: Input) => Record<string, unknown>): Operation =>
    (input) => {
      checkStore(center.current(), input);
      return change(input);
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
      const state = view(input);
      return listed("Groups", input, state.groups.values(), shape(state).group);
    },
    DescribeGroup(input) {
      const state = view(input);
      return shape(state).group(group(state, text(input, "GroupId", ID)));
    },
    ListUsers(input) {
      const state = view(input);
      return listed("Users", input, state.users.values(), shape(state).user);
    },
    DescribeUser(input) {
      const state = view(input);
      return shape(state).user(user(state, text(input, "UserId", ID)));
    },
    ListGroupMemberships(input) {
      const state = view(input);
      const { id } = group(state, text(input, "GroupId", ID));
      const members = [...state.memberships.values()].filter((one) => one.group === id);
      return listed("GroupMemberships", input, members, shape(state).membership);
    },
    CreateGroupMembership: write((input) => {
      const { id } = directory.addMember(text(input, "GroupId", ID), memberIn(input));
      return { MembershipId: id, IdentityStoreId: input.IdentityStoreId };
    }),
    DeleteGroupMembership: write((input) => {
      directory.removeMember(text(input, "MembershipId"));
      return {};
    }),
    CreateUser: write((input) => {
      const userName = text(input, "UserName");
      const displayName = optionalText(input, "DisplayName", 1024) ?? userName;
      const { id } = directory.addUser({ userName, displayName, externalIds: [] });
      return { UserId: id, IdentityStoreId: input.IdentityStoreId };
    }),
    DeleteUser: write((input) => {
      directory.removeUser(text(input, "UserId", ID));
      return {};
    }),
    CreateGroup: write((input) => {
      const displayName = text(input, "DisplayName");
      const description = optionalText(input, "Description", 1024) ?? "";
      const { id } = directory.addGroup({ displayName, description, externalIds: [] });
      return { GroupId: id, IdentityStoreId: input.IdentityStoreId };
    }),
    UpdateGroup: write((input) => {
      const found = group(center.current(), text(input, "GroupId", ID));
      directory.updateGroup({ ...found, ...changed(input) });
      return {};
    }),
    DeleteGroup: write((input) => {
      directory.removeGroup(text(input, "GroupId", ID));
      return {};
    }),
  };
  return { name: "identitystore", operations };
}

function external(ids: readonly ExternalId[]): Record<string, unknown> {
  if (ids.length === 0) return {};
  return { ExternalIds: ids.map(({ issuer, id }) => ({ Issuer: issuer, Id: id })) };
}

function memberIn({ MemberId }: Input): string {
  return text(object(MemberId), "UserId", ID);
}

/** The attributes of a group that can be changed: name and description. */
function changed({ Operations }: Input): Partial<Group> {
  const operations: readonly unknown[] = Array.isArray(Operations) ? Operations : [];
  const pairs = operations.map((one): [string, string] => {
    const { AttributePath: path, AttributeValue: value } = object(one);
    if (path !== "displayName" && path !== "description") {
      throw invalid(`${String(path)} can't be changed.`);
    }
    return [path, String(value ?? "")];
  });
  return Object.fromEntries(pairs);
}
