/** Exemptions that were added, removed or changed: drift that is accepted opens, until its last day. */
import {
  type Account,
  accountsBelow,
  accountsUnder,
  type Baseline,
  type Exemption,
} from "@holdfast/core";
import { refOf } from "./classes.ts";
import type { Directed } from "./enforcement.ts";
import type { Matches } from "./match.ts";
import type { Change, ExemptionEffect } from "./model.ts";

export interface ExemptionChanges {
  readonly effects: Directed<ExemptionEffect>;
  readonly changes: readonly Change[];
}

export function exemptionChanges(matches: Matches): ExemptionChanges {
  const renamed = newNames(matches);
  const old = matches.old.exemptions.map((one) => ({ ...one, key: renamed(one.key) }));
  const next = matches.new.exemptions;
  const accounts = (one: Exemption, baseline: Baseline) =>
    concerned(one, baseline).map((account) => refOf(account));
  const effects: (Directed<ExemptionEffect>[number] | undefined)[] = [];
  const changes: Change[] = [];
  for (const now of next) {
    const before = old.find((one) => isSame(one, now));
    const effect = {
      kind: "exemption",
      exemption: now,
      accounts: accounts(now, matches.new),
    } as const;
    if (before === undefined) effects.push({ ...effect, direction: "opened" });
    else if (before.expiresOn !== now.expiresOn) {
      const direction = before.expiresOn < now.expiresOn ? "opened" : "closed";
      effects.push({ ...effect, direction, before: before.expiresOn });
    } else if (JSON.stringify(before) !== JSON.stringify(now)) {
      changes.push({ subject: "exemption", name: now.key, what: rewritten(before, now) });
    }
  }
  for (const before of old.filter((one) => !next.some((now) => isSame(one, now)))) {
    const gone = !exists(matches.new, before.key);
    const what = `the exemption from ${before.guardrail} is gone with it`;
    if (gone) changes.push({ subject: "exemption", name: before.key, what });
    else {
      const affected = accounts(before, matches.new);
      effects.push({
        kind: "exemption",
        exemption: before,
        accounts: affected,
        direction: "closed",
      });
    }
  }
  return { effects: effects.flatMap((effect) => effect ?? []), changes };
}

function isSame(one: Exemption, other: Exemption): boolean {
  return one.guardrail === other.guardrail && one.key === other.key;
}

/** Old names of units, accounts and policies -> what they are called on the new side. */
export function newNames({ units, accounts, policies }: Matches): (name: string) => string {
  const names = new Map([
    ...units.pairs.map((pair) => [pair.old.path, pair.new.path] as const),
    ...[...accounts.pairs, ...policies.pairs].map(
      (pair) => [pair.old.name, pair.new.name] as const,
    ),
  ]);
  return (name) => names.get(name) ?? name;
}

function exists({ units, accounts, policies }: Baseline, key: string): boolean {
  return (
    units.some(({ path }) => path === key) ||
    [...accounts, ...policies].some(({ name }) => name === key)
  );
}

/** Drift on a unit concerns every account below it, drift of a policy every account that it reaches. */
export function concerned({ key }: Pick<Exemption, "key">, baseline: Baseline): readonly Account[] {
  const account = baseline.accounts.find(({ name }) => name === key);
  if (account !== undefined) return [account];
  const isPolicy = baseline.policies.some(({ name }) => name === key);
  return isPolicy ? accountsBelow(baseline, key) : accountsUnder(baseline, key);
}

function rewritten(before: Exemption, now: Exemption): string {
  const fields = (["reason", "owner", "ticket"] as const).filter(
    (field) => before[field] !== now[field],
  );
  const details = fields.map(
    (field) => `${field} ${before[field] ?? "none"} -> ${now[field] ?? "none"}`,
  );
  return `the exemption from ${now.guardrail} was rewritten: ${details.join("; ")}`;
}
