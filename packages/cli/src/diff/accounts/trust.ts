/** Roles that let in principals from beyond their account: who is let in now, and on what. */
import type { Baseline, DeclaredTrust } from "@holdfast/core";
import type { Matches } from "../match.ts";
import type { AccountRef } from "../model.ts";
import { closed, listed, opened } from "./effect.ts";
import type { Directed } from "./index.ts";

export function trustEffects({ old, new: next }: Matches): Directed[] {
  if (next.trust === undefined) {
    return old.trust === undefined
      ? []
      : [opened("nobody guards any more which roles let in somebody from beyond their account")];
  }
  const guarding =
    old.trust === undefined
      ? [closed("roles let in from beyond their account those who are declared alone, from now on")]
      : [];
  const before = byRole(old.trust ?? []);
  const now = byRole(next.trust);
  return [
    ...guarding,
    ...[...now].flatMap(([key, role]) => roleEffects(before.get(key), role, next)),
    ...[...before]
      .filter(([key]) => !now.has(key))
      .flatMap(([, { role, account, principals }]) =>
        principals.map(({ name }) =>
          closed(`${role} lets in ${name} no more: it is to let in nobody`, refs(old, account)),
        ),
      ),
  ];
}

function byRole(trust: readonly DeclaredTrust[]): ReadonlyMap<string, DeclaredTrust> {
  return new Map(trust.map((one) => [`${one.account}/${one.role}`, one]));
}

function roleEffects(
  before: DeclaredTrust | undefined,
  now: DeclaredTrust,
  baseline: Baseline,
): Directed[] {
  const { role, principals } = now;
  const at = refs(baseline, now.account);
  const names = (one: DeclaredTrust | undefined) => one?.principals.map(({ name }) => name) ?? [];
  const admitted = listed(
    names(before),
    names(now),
    (name) => opened(`${role} may let in ${name}`, at),
    (name) => closed(`${role} lets in ${name} no more`, at),
  );
  if (before === undefined) return admitted;
  const others = principals.filter(({ name, id }) =>
    before.principals.some((one) => one.name === name && one.id !== id),
  );
  return [
    ...admitted,
    ...others.map(({ name }) =>
      opened(`${role} may let in another ${name}: its id has changed`, at),
    ),
    ...(before.id === now.id
      ? []
      : [opened(`${role} is another role now: its id has changed`, at)]),
    ...externalIdEffects(before, now, at),
    ...(JSON.stringify(before.conditions) === JSON.stringify(now.conditions)
      ? []
      : [
          opened(
            `${role} lets in on other conditions: ${JSON.stringify(now.conditions ?? {})}`,
            at,
          ),
        ]),
  ];
}

function externalIdEffects(
  { externalId: before }: DeclaredTrust,
  { role, externalId: now }: DeclaredTrust,
  at: readonly AccountRef[],
): Directed[] {
  if (before === now) return [];
  if (now === undefined) return [opened(`${role} asks for no external id any more`, at)];
  return before === undefined
    ? [closed(`${role} asks for an external id`, at)]
    : [opened(`${role} asks for another external id`, at)];
}

function refs({ accounts }: Baseline, id: string): readonly AccountRef[] {
  return accounts.filter((one) => one.id === id).map(({ name }) => ({ id, name }));
}
