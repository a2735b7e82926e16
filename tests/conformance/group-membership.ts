/** How guarded groups come to have other members. */
import * as fc from "fast-check";
import { attack, center, groupOf, IdentityStoreId, userOf } from "./identity-center.ts";
import type { Scenarios } from "./scenarios.ts";

const GROUPS = center.groups.map(({ name }) => name);
const USERS = center.groups.flatMap(({ members }) => members.map(({ name }) => name));

const adds = (user: string, group: string) =>
  attack(`adds ${user} to ${group}`, ({ directory }) =>
    directory.createGroupMembership({
      IdentityStoreId,
      GroupId: groupOf(group),
      MemberId: { UserId: userOf(user) },
    }),
  );

const removes = (user: string, group: string) =>
  attack(`removes ${user} from ${group}`, ({ directory }, { lab }) => {
    const found = [...(lab.identityCenter()?.memberships.values() ?? [])].find(
      (one) => one.group === groupOf(group) && one.user === userOf(user),
    );
    return directory.deleteGroupMembership({ IdentityStoreId, MembershipId: found?.id });
  });

const addsByConsole = (user: string, group: string) =>
  attack(`adds ${user} to ${group} through the console`, async (_hands, { lab, scene }) => {
    const identity = { type: "AssumedRole", accountId: scene.management };
    lab.console(identity).addMember(groupOf(group), userOf(user));
  });

const deletesUser = (user: string) =>
  attack(`deletes the user ${user}`, ({ directory }) =>
    directory.deleteUser({ IdentityStoreId, UserId: userOf(user) }),
  );

const deletesGroup = (group: string) =>
  attack(`deletes ${group} and makes another group of its name`, async ({ directory }) => {
    await directory.deleteGroup({ IdentityStoreId, GroupId: groupOf(group) });
    await directory.createGroup({ IdentityStoreId, DisplayName: group });
  });

const renames = (group: string) =>
  attack(`renames ${group}`, ({ directory }) =>
    directory.updateGroup({
      IdentityStoreId,
      GroupId: groupOf(group),
      Operations: [{ AttributePath: "displayName", AttributeValue: "Quiet" }],
    }),
  );

const users = fc.constantFrom(...USERS);
const groups = fc.constantFrom(...GROUPS);

export const groupMembership: Scenarios = {
  drifts: [
    adds("sam@securecart.example", "SecureCart-Ops"),
    addsByConsole("dave@securecart.example", "SecureCart-Ops"),
    removes("olivia@securecart.example", "SecureCart-Ops"),
  ],
  told: [
    deletesUser("omar@securecart.example"),
    deletesGroup("SecureCart-Support"),
    renames("SecureCart-Developers"),
  ],
  attacks: fc.oneof(
    fc.tuple(users, groups).map(([user, group]) => adds(user, group)),
    fc.tuple(users, groups).map(([user, group]) => removes(user, group)),
    fc.tuple(users, groups).map(([user, group]) => addsByConsole(user, group)),
  ),
};
