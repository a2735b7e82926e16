/** Which account, unit and policy of one baseline is which of the other: by pinned id, else by name. */
import type { Account, Baseline, Policy, Unit } from "@holdfast/core";

export interface Pair<T> {
  readonly old: T;
  readonly new: T;
}

export interface Matched<T> {
  readonly pairs: readonly Pair<T>[];
  readonly added: readonly T[];
  readonly removed: readonly T[];
}

export interface Matches {
  readonly old: Baseline;
  readonly new: Baseline;
  readonly accounts: Matched<Account>;
  readonly units: Matched<Unit>;
  readonly policies: Matched<Policy>;
}

export function match(old: Baseline, next: Baseline): Matches {
  return {
    old,
    new: next,
    // An account is its id: the same name with another id is another account.
    accounts: matched(old.accounts, next.accounts, [({ id }) => id]),
    units: matched(old.units, next.units, [({ id }) => id, ({ path }) => path]),
    policies: matched(old.policies, next.policies, [({ id }) => id, ({ name }) => name]),
  };
}

/** Pairs by the first identity that both sides share, in the order of the new side. */
export function matched<T>(
  old: readonly T[],
  next: readonly T[],
  identities: readonly ((one: T) => string)[],
): Matched<T> {
  const partners = new Map<T, T>();
  const left = new Set(old);
  for (const identity of identities) {
    const byIdentity = new Map([...left].map((one) => [identity(one), one]));
    for (const one of next) {
      const partner = partners.has(one) ? undefined : byIdentity.get(identity(one));
      if (partner === undefined || !left.delete(partner)) continue;
      partners.set(one, partner);
    }
  }
  const pairs = next.flatMap((one) => {
    const partner = partners.get(one);
    return partner === undefined ? [] : [{ old: partner, new: one }];
  });
  return { pairs, added: next.filter((one) => !partners.has(one)), removed: [...left] };
}
