/** How far Identity Center is from what was declared, by the lab's own state. */
import type { IdentityCenterSnapshot, OrganizationSnapshot } from "@holdfast/lab";
import type { Gap } from "./distance.ts";

const gap = (id: string): Gap => ({ id, lasting: null });

/** What every member account has, also one that comes later: what is assigned in all of them. */
export function everywhere({ identityCenter, accounts, management }: OrganizationSnapshot) {
  const members = Object.keys(accounts).filter((id) => id !== management);
  const lists = members.map((id) => identityCenter?.assignments[id] ?? []);
  return (lists[0] ?? []).filter((one) => lists.every((list) => list.includes(one)));
}

/** Everything in `actual` that is not as in `declared`. */
export function centerGaps(declared: OrganizationSnapshot, actual: OrganizationSnapshot): Gap[] {
  const [wanted, there] = [declared.identityCenter, actual.identityCenter];
  if (!wanted || !there) return [];
  return [
    ...setGaps(wanted, there),
    ...assignmentGaps(declared, actual, wanted, there),
    ...memberGaps(wanted, there),
  ];
}

/** A set that somebody made is told, not removed; what it gives to whom is a gap of assignments. */
function setGaps(wanted: IdentityCenterSnapshot, there: IdentityCenterSnapshot): Gap[] {
  return Object.entries(wanted.permissionSets).flatMap(([name, set]) => {
    const now = there.permissionSets[name];
    if (now === undefined) return [gap(`permission set ${name} is gone`)];
    const content = meaning(now.content) === meaning(set.content) && same(now.tags, set.tags);
    const places = Object.entries(there.provisioned).filter(
      ([, sets]) => sets[name] !== undefined && meaning(sets[name]) !== meaning(set.content),
    );
    return [
      ...(content ? [] : [gap(`permission set ${name} is changed`)]),
      ...places.map(([account]) => gap(`${account} has another ${name}`)),
    ];
  });
}

function assignmentGaps(
  declared: OrganizationSnapshot,
  actual: OrganizationSnapshot,
  wanted: IdentityCenterSnapshot,
  there: IdentityCenterSnapshot,
): Gap[] {
  const common = everywhere(declared);
  // Nobody can be given anything who is gone, and nobody uses what such a one still has.
  const differs = (assigned: string, how: string): Gap => {
    const [, type, principal = ""] = assigned.split(" ");
    const known = principal in (type === "USER" ? there.users : there.groups);
    return { id: `${assigned} ${how}`, lasting: known ? null : principal };
  };
  return Object.values(actual.accounts)
    .filter(({ state }) => state === "ACTIVE")
    .flatMap(({ id }) => {
      const should = id in declared.accounts ? (wanted.assignments[id] ?? []) : common;
      const has = there.assignments[id] ?? [];
      return [
        ...should
          .filter((one) => !has.includes(one))
          .map((one) => differs(one, `is missing in ${id}`)),
        ...has
          .filter((one) => !should.includes(one))
          .map((one) => differs(one, `is assigned in ${id}`)),
      ];
    });
}

function memberGaps(wanted: IdentityCenterSnapshot, there: IdentityCenterSnapshot): Gap[] {
  return Object.keys(wanted.groups).flatMap((group) => {
    if (!(group in there.groups)) return [{ id: `group ${group} is gone`, lasting: group }];
    const [should, has] = [wanted.members[group] ?? [], there.members[group] ?? []];
    return [
      ...should
        .filter((user) => !has.includes(user))
        .map((user) => ({
          id: `${user} is not in ${group}`,
          lasting: user in there.users ? null : group,
        })),
      ...has.filter((user) => !should.includes(user)).map((user) => gap(`${user} is in ${group}`)),
    ];
  });
}

type Content = IdentityCenterSnapshot["permissionSets"][string]["content"];

/** The console's home is the same as no relay state. */
function meaning({ inlinePolicy, relayState, ...rest }: Content): string {
  const home = "https://console.aws.amazon.com/";
  const document = inlinePolicy === null ? null : JSON.parse(inlinePolicy);
  return JSON.stringify({ ...rest, document, relayState: relayState ?? home });
}

function same(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>) {
  const text = (tags: Readonly<Record<string, string>>) =>
    JSON.stringify(Object.entries(tags).toSorted());
  return text(one) === text(other);
}
