/** SecureCart's baseline and edited copies of it, for the tests of this folder. */
import {
  type Account,
  type Baseline,
  isControlPolicy,
  type Policy,
  type Unit,
} from "@holdfast/core";
import type { PolicyStatement } from "@holdfast/policy";
import { loadAwsManagedPolicies } from "@holdfast/policy/aws-managed";
import { loadActionUniverse } from "@holdfast/policy/universe";
import { readBaseline, SECURECART } from "../baseline.ts";
import { type DiffOptions, diffBaselines } from "./diff.ts";
import type { Diff, Effect, PolicyEffect } from "./model.ts";
import { statementsOf } from "./path.ts";

export const securecart = readBaseline(SECURECART);

const STRICTER = { title: "stricter", most: "alert" } as const;

export const options: DiffOptions = {
  guardrails: [
    { id: "scp-attachment" },
    { id: "scp-content", aspects: { weaker: { title: "weaker" }, stricter: STRICTER } },
  ],
  universe: await loadActionUniverse(),
  awsManaged: await loadAwsManagedPolicies(),
};

export function diffTo(next: Baseline, old: Baseline = securecart): Diff {
  return diffBaselines(old, next, options);
}

export function withUnit(baseline: Baseline, path: string, change: (unit: Unit) => Unit): Baseline {
  return { ...baseline, units: one(baseline.units, (unit) => unit.path === path, change) };
}

export function withAccount(
  baseline: Baseline,
  name: string,
  change: (account: Account) => Account,
): Baseline {
  return {
    ...baseline,
    accounts: one(baseline.accounts, (account) => account.name === name, change),
  };
}

export function withPolicy(
  baseline: Baseline,
  name: string,
  change: (policy: Policy) => Policy,
): Baseline {
  return {
    ...baseline,
    policies: one(baseline.policies, (policy) => policy.name === name, change),
  };
}

/** With the statements of one policy put through `change`. */
export function withStatements(
  baseline: Baseline,
  name: string,
  change: (statements: readonly PolicyStatement[]) => readonly PolicyStatement[],
): Baseline {
  return withPolicy(baseline, name, (policy) => {
    if (!isControlPolicy(policy)) throw new TypeError(`${name} has no statements`);
    const { content } = policy;
    return { ...policy, content: { ...content, Statement: change(statementsOf(content)) } };
  });
}

export const without = (all: readonly string[], name: string) => all.filter((one) => one !== name);

/** A copy with one element changed; there must be exactly one, or the test would change nothing. */
function one<T>(all: readonly T[], wanted: (one: T) => boolean, change: (one: T) => T): T[] {
  if (all.filter(wanted).length !== 1) throw new Error("the fixture does not have exactly one");
  return all.map((element) => (wanted(element) ? change(element) : element));
}

export function policyEffectsIn(effects: readonly Effect[]): PolicyEffect[] {
  return effects.filter((effect) => effect.kind === "policy");
}

export const names = ({ accounts }: Pick<Effect, "accounts">) => accounts.map(({ name }) => name);
