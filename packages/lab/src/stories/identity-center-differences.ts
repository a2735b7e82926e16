/** What differs between two Identity Centers, part by part. */
import type { ContentSnapshot, IdentityCenterSnapshot } from "../identity-center/snapshot.ts";
import { type Difference, difference, keysOf, ofSets } from "./differences.ts";

const NONE: IdentityCenterSnapshot = {
  permissionSets: {},
  permissionSetArns: {},
  assignments: {},
  provisioned: {},
  groups: {},
  users: {},
  members: {},
};

/**
 * Keys are names of permission sets, ids of accounts and groups. A user or group that somebody made has
 * nothing until it is assigned something, and that shows.
 * @param isGone whether an account is there no more, with all that was assigned in it
 */
export function identityCenterDifferences(
  expected: IdentityCenterSnapshot | null,
  actual: IdentityCenterSnapshot | null,
  isGone: (account: string) => boolean,
): readonly Difference[] {
  const [one, other] = [without(expected ?? NONE, isGone), actual ?? NONE];
  return [
    ...keysOf(one.permissionSets, other.permissionSets).flatMap((name) => {
      const [wanted, there] = [one.permissionSets[name], other.permissionSets[name]];
      if (!wanted || !there) {
        return difference(name, "permission set", wanted && "there", there && "there");
      }
      return [
        ...difference(name, "description", wanted.description, there.description),
        ...ofContents(name, "", wanted.content, there.content),
        ...difference(name, "tags", JSON.stringify(wanted.tags), JSON.stringify(there.tags)),
      ];
    }),
    ...keysOf(one.provisioned, other.provisioned).flatMap((account) => {
      const [wanted, there] = [one.provisioned[account] ?? {}, other.provisioned[account] ?? {}];
      return keysOf(wanted, there).flatMap((name) => {
        const [should, has] = [wanted[name], there[name]];
        const place = `${name} in ${account}`;
        if (!should || !has) return difference(place, "role", should && "there", has && "there");
        return ofContents(place, "given ", should, has);
      });
    }),
    ...ofSets(one.assignments, other.assignments, "assigned"),
    ...ofSets(one.members, other.members, "a member"),
    ...keysOf(one.groups).flatMap((id) =>
      difference(id, "group", one.groups[id], other.groups[id]),
    ),
  ];
}

function without(
  center: IdentityCenterSnapshot,
  isGone: (account: string) => boolean,
): IdentityCenterSnapshot {
  const kept = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).filter(([account]) => !isGone(account)));
  return {
    ...center,
    assignments: kept(center.assignments),
    provisioned: kept(center.provisioned),
  };
}

function ofContents(
  key: string,
  prefix: string,
  expected: ContentSnapshot,
  actual: ContentSnapshot,
): readonly Difference[] {
  return (Object.keys(expected) as (keyof ContentSnapshot)[]).flatMap((part) =>
    difference(
      key,
      `${prefix}${part}`,
      JSON.stringify(expected[part]),
      JSON.stringify(actual[part]),
    ),
  );
}
