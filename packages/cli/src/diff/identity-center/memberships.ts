/** Who joins or leaves a guarded group, and groups that are guarded no more. */
import type { GuardedGroup } from "@holdfast/core";
import type { Directed } from "../enforcement.ts";
import { matched } from "../match.ts";
import type { Change, GroupEffect, MembershipEffect } from "../model.ts";
import type { Sides } from "./index.ts";
import { accountsWith } from "./where.ts";

export function membershipEffects(sides: Sides): Directed<MembershipEffect | GroupEffect> {
  const { pairs, added, removed } = groupsOf(sides);
  return [
    ...pairs.flatMap(({ old, new: next }) => [
      ...newcomers(old, next).map((user) => effect(next, user, "opened")),
      ...newcomers(next, old).map((user) => effect(next, user, "closed")),
    ]),
    ...removed.map((group) => guarding(group, "opened")),
    ...added.map((group) => guarding(group, "closed")),
  ];

  function effect(
    { name, id }: GuardedGroup,
    user: string,
    direction: "opened" | "closed",
  ): Directed<MembershipEffect>[number] {
    return { kind: "membership", group: name, user, accounts: accountsOf(id), direction };
  }

  function guarding(
    { name, id }: GuardedGroup,
    direction: "opened" | "closed",
  ): Directed<GroupEffect>[number] {
    return { kind: "group", group: name, accounts: accountsOf(id), direction };
  }

  function accountsOf(group: string) {
    return accountsWith(sides, ({ principal }) => principal.id === group);
  }
}

/** A group of another id is another group, whatever it is called. */
export function groupChanges(sides: Sides): Change[] {
  return groupsOf(sides).pairs.flatMap(({ old, new: next }) => [
    ...(old.name === next.name ? [] : [change(next.name, `was renamed: it was ${old.name}`)]),
    ...(old.id === next.id
      ? []
      : [change(next.name, `is another group now: ${old.id} -> ${next.id}`)]),
  ]);
}

function change(name: string, what: string): Change {
  return { subject: "group", name, what };
}

function groupsOf({ old, new: next }: Sides) {
  return matched(old.groups, next.groups, [({ id }) => id, ({ name }) => name]);
}

/** Names of the members of `next` who are none of `old`. */
function newcomers(old: GuardedGroup, next: GuardedGroup): string[] {
  const ids = new Set(old.members.map(({ id }) => id));
  return next.members.filter(({ id }) => !ids.has(id)).map(({ name }) => name);
}
