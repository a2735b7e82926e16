/** What differs between who is in a guarded group and who should be, and the steps that put it right. */
import type { Difference, GuardedGroup, ResourceKey, Step, Tolerance } from "@holdfast/core";
import { type Live, type LiveMember, MOST_NAMED } from "./live.ts";

export interface Want {
  readonly identityStore: string;
  readonly group: GuardedGroup;
  /** How long another member is tolerated, by name; undefined: not at all. */
  toleranceOf(user: string | undefined): Tolerance | undefined;
}

/** Steps of one look: as many as AWS's rate leaves time for. The next look has the rest. */
const MOST_STEPS = 200;

type Write = Step<"identitystore:CreateGroupMembership" | "identitystore:DeleteGroupMembership">;

export function diff(want: Want | undefined, live: Live | undefined): readonly Difference[] {
  if (want === undefined || live === undefined) return [];
  const { group } = want;
  if (!live.there) return [gone(group, live)];
  const external = live.external
    ? "; an external provider looks after the group: it has to be put right there"
    : "";
  const strange = strangers(group, live);
  const absent = missing(group, live);
  return [
    ...renamed(group, live),
    ...strange.slice(0, MOST_NAMED).map((member): Difference => {
      const tolerance = toleranceFor(member, want);
      return {
        path: `members.${member.user}`,
        kind: "unexpected",
        expected: null,
        actual: member.user,
        message: `${whoIs(member)} is a member, and nobody declared it${external}`,
        aspect: "added",
        ...(tolerance && { tolerance }),
      };
    }),
    ...beyond(strange.length, {
      path: "others",
      kind: "unexpected",
      what: `more users are members, and nobody declared them${external}`,
      aspect: "added",
    }),
    ...absent.slice(0, MOST_NAMED).map(
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
    ...beyond(absent.length, {
      path: "missing",
      kind: "missing",
      what: `more declared users are no members any more${external}`,
      aspect: "removed",
    }),
  ];
}

/** Those beyond what an alert, and an item of the table, has room for, in one line. */
function beyond(
  count: number,
  { what, ...rest }: Pick<Difference, "path" | "kind" | "aspect"> & { readonly what: string },
): readonly Difference[] {
  const more = count - MOST_NAMED;
  if (more <= 0) return [];
  const [expected, actual] = rest.kind === "missing" ? [more, null] : [null, more];
  return [{ ...rest, expected, actual, message: `${more} ${what}` }];
}

export function plan(
  _key: ResourceKey,
  want: Want | undefined,
  live: Live | undefined,
): readonly Write[] {
  // What the provider that owns a group does not know of, it takes back: only it can put this right.
  if (want === undefined || live === undefined || !live.there || live.external) return [];
  const { group, identityStore: IdentityStoreId } = want;
  const removals = strangers(group, live)
    // Whom the identity store does not know may be too new to be found: not removed on doubt.
    .filter(({ name }) => name !== null)
    // Those with a name may be tolerated: they must not take the place of those who can't be.
    .toSorted((a, b) => Number(a.name !== undefined) - Number(b.name !== undefined))
    .map(
      (member): Write => ({
        action: "identitystore:DeleteGroupMembership",
        input: { IdentityStoreId, MembershipId: member.membership },
        effect: "restrict",
        reason: `remove ${whoIs(member)} from ${group.name}`,
        aspect: "added",
        ...(toleranceFor(member, want) && { undoes: `members.${member.user}` }),
      }),
    );
  return [
    ...removals,
    ...missing(group, live)
      .filter(({ id }) => !live.lost.includes(id))
      .map(
        ({ id, name }): Write => ({
          action: "identitystore:CreateGroupMembership",
          input: { IdentityStoreId, GroupId: group.id, MemberId: { UserId: id } },
          effect: "grant",
          reason: `make ${name} a member of ${group.name} again`,
          beneficiaries: [id, group.id],
          aspect: "removed",
        }),
      ),
  ].slice(0, MOST_STEPS);
}

function toleranceFor({ name }: LiveMember, want: Want): Tolerance | undefined {
  return typeof name === "string" ? want.toleranceOf(name) : undefined;
}

function strangers({ members }: GuardedGroup, live: Live): readonly LiveMember[] {
  const declared = new Set(members.map(({ id }) => id));
  return live.members.filter(({ user }) => !declared.has(user));
}

function missing({ members }: GuardedGroup, live: Live): GuardedGroup["members"] {
  const present = new Set(live.members.map(({ user }) => user));
  return members.filter(({ id }) => !present.has(id));
}

/** With the id: whoever is made again under the name of a declared user is somebody else. */
function whoIs({ user, name }: LiveMember): string {
  if (name === undefined) return `the user ${user}`;
  return name === null
    ? `the user ${user}, whom the identity store does not know,`
    : `${name} (${user})`;
}

/** Whoever makes a group of the same name does not get what the declared one has: ids are pinned. */
function gone({ id, name }: GuardedGroup, { namesake }: Live): Difference {
  return {
    path: "group",
    kind: "missing",
    expected: id,
    actual: namesake,
    message: `the group ${name} (${id}) is gone${bearer(namesake)}`,
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
      message: `the group is called ${live.name} now${bearer(live.namesake)}`,
      aspect: "renamed",
    },
  ];
}

function bearer(namesake: string | null): string {
  return namesake === null ? "" : `; ${namesake} has its name now, and is not the declared one`;
}
