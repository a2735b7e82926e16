/** What differs between who is in a guarded group and who should be, and the steps that put it right. */
import type { Difference, GuardedGroup, ResourceKey, Step, Tolerance } from "@holdfast/core";
import type { Live, LiveMember } from "./live.ts";

export interface Want {
  readonly identityStore: string;
  readonly group: GuardedGroup;
  /** How long another member is tolerated, by name; undefined: not at all. */
  toleranceOf(user: string | undefined): Tolerance | undefined;
}

type Write = Step<"identitystore:CreateGroupMembership" | "identitystore:DeleteGroupMembership">;

export function diff(want: Want | undefined, live: Live | undefined): readonly Difference[] {
  if (want === undefined || live === undefined) return [];
  const { group } = want;
  if (!live.there) return [gone(group, live)];
  const external = live.external ? "; an external provider looks after the group" : "";
  return [
    ...renamed(group, live),
    ...strangers(group, live).map((member): Difference => {
      const tolerance = toleranceFor(member, want);
      return {
        path: `members.${member.user}`,
        kind: "unexpected",
        expected: null,
        actual: member.user,
        message: `${whoIs(member)} is a member, and nobody declared it${external}`,
        aspect: tolerance === undefined ? "added" : "just-in-time",
        ...(tolerance && { tolerance }),
      };
    }),
    ...missing(group, live).map(
      ({ id, name }): Difference => ({
        path: `members.${id}`,
        kind: "missing",
        expected: id,
        actual: null,
        message: live.lost.includes(id)
          ? `${name} is no member, and the identity store has no such user any more`
          : `${name} is no member any more${external}`,
        aspect: "removed",
      }),
    ),
  ];
}

export function plan(
  _key: ResourceKey,
  want: Want | undefined,
  live: Live | undefined,
): readonly Write[] {
  // What the provider that owns a group does not know of, it takes back: only it can put this right.
  if (want === undefined || live === undefined || !live.there || live.external) return [];
  const { group, identityStore: IdentityStoreId } = want;
  return [
    ...strangers(group, live).map((member): Write => {
      const tolerance = toleranceFor(member, want);
      return {
        action: "identitystore:DeleteGroupMembership",
        input: { IdentityStoreId, MembershipId: member.membership },
        effect: "restrict",
        reason: `remove ${whoIs(member)} from ${group.name}`,
        aspect: tolerance === undefined ? "added" : "just-in-time",
        ...(tolerance && { undoes: `members.${member.user}` }),
      };
    }),
    ...missing(group, live)
      .filter(({ id }) => !live.lost.includes(id))
      .map(
        ({ id, name }): Write => ({
          action: "identitystore:CreateGroupMembership",
          input: { IdentityStoreId, GroupId: group.id, MemberId: { UserId: id } },
          effect: "grant",
          reason: `make ${name} a member of ${group.name} again`,
          beneficiaries: [id],
          aspect: "removed",
        }),
      ),
  ];
}

function toleranceFor({ name }: LiveMember, want: Want): Tolerance | undefined {
  return want.toleranceOf(name ?? undefined);
}

function strangers({ members }: GuardedGroup, live: Live): readonly LiveMember[] {
  const declared = new Set(members.map(({ id }) => id));
  return live.members.filter(({ user }) => !declared.has(user));
}

function missing({ members }: GuardedGroup, live: Live): GuardedGroup["members"] {
  const present = new Set(live.members.map(({ user }) => user));
  return members.filter(({ id }) => !present.has(id));
}

function whoIs({ user, name }: LiveMember): string {
  return typeof name === "string"
    ? name
    : `the user ${user}, whom the identity store does not know,`;
}

/** Whoever makes a group of the same name does not get what the declared one has: ids are pinned. */
function gone({ id, name }: GuardedGroup, { namesake }: Live): Difference {
  const other =
    namesake === null ? "" : `; ${namesake} has its name now, and is not the declared one`;
  return {
    path: "group",
    kind: "missing",
    expected: id,
    actual: namesake,
    message: `the group ${name} (${id}) is gone${other}`,
    aspect: "deleted",
  };
}

function renamed({ name }: GuardedGroup, live: Live): Difference[] {
  if (live.name === name) return [];
  return [
    {
      path: "name",
      kind: "changed",
      expected: name,
      actual: live.name,
      message: `the group is called ${live.name} now`,
      aspect: "renamed",
    },
  ];
}
