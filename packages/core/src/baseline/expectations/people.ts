/** People of Identity Center whom an expectation names, and the permission sets that each has where. */
import type { PermissionSet } from "../identity-center/model.ts";
import { assignmentsIn, permissionSetByName } from "../identity-center/query.ts";
import type { Account, Baseline } from "../model.ts";
import { didYouMean } from "../suggest.ts";
import type { Refuse } from "./cases.ts";
import type { Expectation } from "./schema.ts";

/** A group or a user that the baseline knows. */
export interface Person {
  readonly type: "GROUP" | "USER";
  readonly name: string;
  readonly id: string;
  /** Only what is assigned to the user directly counts: a group speaks for its members itself. */
  readonly alone?: true;
}

/** A permission set that a person has in an account. */
export interface Way {
  readonly set: PermissionSet;
  /** Name of the group that the user may be in: its members are not declared. */
  readonly perhapsThrough?: string;
}

/** As expectations name it. */
export function nameOf({ type, name }: Pick<Person, "type" | "name">): string {
  return `${type === "GROUP" ? "group" : "user"}/${name}`;
}

/**
 * The people that each principal of an expectation stands for; principals of other kinds are left out. A
 * user whom Identity Center doesn't know is an IAM user, unless the name can only be a mistake.
 */
export function peopleOf(
  { principal, except = [] }: Expectation,
  baseline: Baseline,
  refuse: Refuse,
): ReadonlyMap<string, readonly Person[]> {
  const known = knownPeople(baseline);
  const names = [...known.keys()];
  const spared = except.flatMap((one, index) => {
    const person = known.get(one);
    if (person === undefined) refuse("except", index, `there is no ${one}`, didYouMean(one, names));
    return person ?? [];
  });
  const found = new Map<string, readonly Person[]>();
  for (const [index, one] of principal.entries()) {
    const person = known.get(one);
    if (one === "anybody") {
      const assigned = assignedPeople(baseline);
      if (assigned.length === 0) refuse("principal", index, "nobody is assigned anything");
      found.set(
        one,
        assigned.filter(({ id }) => !spared.some((other) => other.id === id)),
      );
    } else if (person !== undefined) {
      found.set(one, [person]);
    } else if (one.startsWith("group/") || (/^user\/.*@/.test(one) && known.size > 0)) {
      const hint = didYouMean(one, names) ?? "an IAM user of such a name is meant by its ARN";
      const message = `Identity Center knows no ${one} in groups or assignments`;
      refuse("principal", index, message, one.startsWith("group/") ? didYouMean(one, names) : hint);
    }
  }
  return found;
}

/** The permission sets that somebody has in an account. */
export function waysOf(person: Person, account: Account, baseline: Baseline): Way[] {
  const center = baseline.identityCenter;
  if (center === undefined) return [];
  return assignmentsIn(baseline, account).flatMap(({ principal, permissionSet }): Way[] => {
    const set = permissionSetByName(center, permissionSet);
    if (set === undefined) return [];
    if (principal.id === person.id) return [{ set }];
    if (person.type === "GROUP" || principal.type === "USER" || person.alone) return [];
    const group = center.groups.find(({ id }) => id === principal.id);
    if (group === undefined) return [{ set, perhapsThrough: principal.name }];
    return group.members.some(({ id }) => id === person.id) ? [{ set }] : [];
  });
}

/** Everybody who is named in groups or assignments, by the name that expectations use. */
function knownPeople({ identityCenter }: Baseline): Map<string, Person> {
  const { assignments = [], groups = [] } = identityCenter ?? {};
  const people: Person[] = [
    ...assignments.map(({ principal }) => principal),
    ...groups.map(({ name, id }) => ({ type: "GROUP" as const, name, id })),
    ...groups.flatMap(({ members }) =>
      members.map(({ name, id }) => ({ type: "USER" as const, name, id })),
    ),
  ];
  return new Map(people.map((person) => [nameOf(person), person]));
}

/** Every group and user that has an assignment somewhere, each once. */
function assignedPeople({ identityCenter }: Baseline): Person[] {
  const assigned = (identityCenter?.assignments ?? []).map(
    ({ principal }): Person =>
      principal.type === "USER" ? { ...principal, alone: true } : principal,
  );
  return [...new Map(assigned.map((person) => [person.id, person])).values()];
}
