/** Who is in a guarded group now. */
import {
  AwsError,
  type Baseline,
  type Caller,
  type IdentityCenter,
  type Observed,
  type ResourceKey,
  type Surveyed,
} from "@holdfast/core";
import { assertInstance, isNotFound } from "../identity-center/instance.ts";
import { nameOfPrincipal } from "../identity-center/principals.ts";
import { orUnknown } from "../or-unknown.ts";
import { keyOf } from "./keys.ts";

/**
 * So many strangers, and so many missing members, are looked up by name: AWS answers twenty a second, and
 * whoever adds a thousand must not be able to hold up their removal.
 */
export const MOST_NAMED = 100;

export type LiveMember = {
  readonly user: string;
  readonly membership: string;
  /**
   * Of the first strangers; null: the identity store has no such user. Left out for declared members, and
   * for strangers beyond `MOST_NAMED`.
   */
  readonly name?: string | null;
};

export type Live = {
  /** False: there is no group with this id any more. */
  readonly there: boolean;
  /** Its display name now. */
  readonly name: string;
  /** Whether an external provider looks after it: what Holdfast changed there, it would change back. */
  readonly external: boolean;
  /** Sorted by user. */
  readonly members: readonly LiveMember[];
  /** Declared members that the identity store does not have any more. */
  readonly lost: readonly string[];
  /** Id of another group that has the declared name, if this one is gone or is called otherwise. */
  readonly namesake: string | null;
};

export type Reads =
  | "sso:ListInstances"
  | "identitystore:DescribeGroup"
  | "identitystore:DescribeUser"
  | "identitystore:ListGroupMemberships"
  | "identitystore:ListGroups";

/** Two calls where exactly the declared users are members. */
export async function observe(
  { resource: id }: ResourceKey,
  aws: Caller<Reads>,
  { identityCenter: center }: Baseline,
): Promise<Observed<Live>> {
  const declared = center?.groups.find((group) => group.id === id);
  if (center === undefined || declared === undefined) return { kind: "absent" };
  const group = await describe(id, aws, center);
  if (group === undefined) {
    await assertInstance(aws, center);
    const namesake = await bearerOf(declared.name, aws, center);
    const live = { there: false, name: declared.name, external: false, members: [], lost: [] };
    return { kind: "present", live: { ...live, namesake } };
  }
  const namesake = group.name === declared.name ? null : await bearerOf(declared.name, aws, center);
  const wanted = new Set(declared.members.map((one) => one.id));
  const members: LiveMember[] = [];
  let named = 0;
  for (const member of await membersOf(id, aws, center)) {
    const strange = !wanted.has(member.user) && named < MOST_NAMED;
    if (strange) named += 1;
    const principal = { type: "USER", id: member.user } as const;
    members.push(
      strange ? { ...member, name: await nameOfPrincipal(principal, aws, center) } : member,
    );
  }
  const present = new Set(members.map(({ user }) => user));
  const lost: string[] = [];
  for (const user of [...wanted].filter((one) => !present.has(one)).slice(0, MOST_NAMED)) {
    const principal = { type: "USER", id: user } as const;
    if ((await nameOfPrincipal(principal, aws, center)) === null) lost.push(user);
  }
  return {
    kind: "present",
    live: { there: true, ...group, members, lost, namesake },
  };
}

export async function* survey(
  aws: Caller<Reads>,
  baseline: Baseline,
): AsyncGenerator<Surveyed<Live>> {
  const { identityCenter: center } = baseline;
  if (center === undefined) return;
  await assertInstance(aws, center);
  for (const { id } of center.groups) {
    const key = keyOf(baseline, id);
    yield { key, observed: await orUnknown(() => observe(key, aws, baseline)) };
  }
}
async function describe(
  GroupId: string,
  aws: Caller<Reads>,
  { identityStore: IdentityStoreId }: IdentityCenter,
): Promise<Pick<Live, "name" | "external"> | undefined> {
  try {
    const group = await aws.call("identitystore:DescribeGroup", { IdentityStoreId, GroupId });
    const { DisplayName: name = "", ExternalIds = [] } = group;
    return { name, external: ExternalIds.length > 0 };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** From first to last page: a page that fails fails it all, as nobody may be taken for absent. */
async function membersOf(
  GroupId: string,
  aws: Caller<Reads>,
  { identityStore: IdentityStoreId }: IdentityCenter,
): Promise<readonly LiveMember[]> {
  const action = "identitystore:ListGroupMemberships";
  const members: LiveMember[] = [];
  for await (const page of aws.pages(action, { IdentityStoreId, GroupId })) {
    for (const { MembershipId: membership, MemberId } of page.GroupMemberships ?? []) {
      const user = MemberId?.UserId;
      if (membership === undefined || user === undefined) {
        throw new AwsError(action, "UnknownMember", "refused", "a member that is no user");
      }
      members.push({ user, membership });
    }
  }
  return members.toSorted((a, b) => (a.user < b.user ? -1 : 1));
}

async function bearerOf(
  name: string,
  aws: Caller<Reads>,
  { identityStore: IdentityStoreId }: IdentityCenter,
): Promise<string | null> {
  for await (const { Groups = [] } of aws.pages("identitystore:ListGroups", { IdentityStoreId })) {
    const found = Groups.find(({ DisplayName }) => DisplayName === name);
    if (found?.GroupId !== undefined) return found.GroupId;
  }
  return null;
}
