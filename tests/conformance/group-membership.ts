/** How members get into guarded groups and out of them: by each of three ways. */
import { sessionIdentity } from "@holdfast/lab/stories";
import * as fc from "fast-check";
import type { Ground } from "./ground.ts";
import { attack, center, groupOf, IdentityStoreId, userOf } from "./identity-center.ts";
import type { Attack, Scenarios } from "./scenarios.ts";

type Way = "API" | "console" | "SCIM";

const OPS = "SecureCart-Ops";
const OLIVIA = "olivia@securecart.example";
const OMAR = "omar@securecart.example";
const SAM = "sam@securecart.example";
const DANA = "dana@securecart.example";

const byHand = ({ lab, scene }: Ground) =>
  lab.console(sessionIdentity(scene.management, "Admin", "mallory"));

function adds(user: string, group: string, way: Way = "API"): Attack {
  return attack(`adds ${user} to ${group} through the ${way}`, async ({ directory }, ground) => {
    const [GroupId, UserId] = [groupOf(group), userOf(user)];
    if (way === "console") return byHand(ground).addMember(GroupId, UserId);
    if (way === "SCIM") return ground.lab.scim.addMember(GroupId, UserId);
    await directory.createGroupMembership({ IdentityStoreId, GroupId, MemberId: { UserId } });
  });
}

function removes(user: string, group: string, way: Way = "API"): Attack {
  return attack(`removes ${user} from ${group} by ${way}`, async ({ directory }, ground) => {
    const [GroupId, UserId] = [groupOf(group), userOf(user)];
    if (way === "console") return byHand(ground).removeMember(GroupId, UserId);
    if (way === "SCIM") return ground.lab.scim.removeMember(GroupId, UserId);
    const all = [...(ground.lab.identityCenter()?.memberships.values() ?? [])];
    const found = all.find((one) => one.group === GroupId && one.user === UserId);
    await directory.deleteGroupMembership({ IdentityStoreId, MembershipId: found?.id });
  });
}

/** Somebody whom nobody declared anywhere. */
const addsStranger = attack(`adds a new user to ${OPS}`, async (_hands, ground) => {
  const work = byHand(ground);
  work.addMember(groupOf(OPS), work.createUser("mallory@evil.example"));
});

const deletesUser = (user: string) =>
  attack(`deletes the user ${user}`, ({ directory }) =>
    directory.deleteUser({ IdentityStoreId, UserId: userOf(user) }),
  );

const deletesGroup = (group: string) =>
  attack(`deletes ${group}`, ({ directory }) =>
    directory.deleteGroup({ IdentityStoreId, GroupId: groupOf(group) }),
  );

const deletesGroupByScim = (group: string) =>
  attack(`deletes ${group} by SCIM`, async (_hands, { lab }) =>
    lab.scim.deleteGroup(groupOf(group)),
  );

const makesGroup = (DisplayName: string) =>
  attack(`makes a group ${DisplayName}`, ({ directory }) =>
    directory.createGroup({ IdentityStoreId, DisplayName }),
  );

const renames = (group: string) =>
  attack(`renames ${group}`, ({ directory }) =>
    directory.updateGroup({
      IdentityStoreId,
      GroupId: groupOf(group),
      Operations: [{ AttributePath: "displayName", AttributeValue: "Quiet" }],
    }),
  );

const adopts = (group: string) =>
  attack(`has an external provider look after ${group}`, async (_hands, { lab }) =>
    lab.scim.adopt(groupOf(group), "okta-1"),
  );

function both(...attacks: readonly Attack[]): Attack {
  return {
    title: attacks.map(({ title }) => title).join(" and "),
    async perform(ground) {
      for (const one of attacks) await one.perform(ground);
    },
  };
}

const members = center.groups.flatMap((group) => group.members.map(({ name }) => name));
const change = fc.tuple(
  fc.constantFrom(adds, removes),
  fc.constantFrom(...members),
  fc.constantFrom(...center.groups.map(({ name }) => name)),
  fc.constantFrom<Way>("API", "console", "SCIM"),
);

export const groupMembership: Scenarios = {
  drifts: [
    adds(SAM, OPS),
    adds(DANA, OPS, "console"),
    adds(SAM, OPS, "SCIM"),
    removes(OLIVIA, OPS),
    removes(OMAR, OPS, "console"),
    removes(OLIVIA, OPS, "SCIM"),
    addsStranger,
    both(adds(SAM, OPS), adds(OLIVIA, "SecureCart-Developers"), removes(OMAR, OPS)),
  ],
  told: [
    deletesGroup(OPS),
    both(deletesGroupByScim("SecureCart-Support"), makesGroup("SecureCart-Support")),
    both(renames(OPS), makesGroup(OPS)),
    deletesUser(OLIVIA),
    both(adopts(OPS), adds(SAM, OPS, "SCIM")),
  ],
  attacks: change.map(([act, ...on]) => act(...on)),
};
