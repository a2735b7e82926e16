/** What was done to policies and attachments without opening or closing anything: it is said as well. */
import {
  accountsUnder,
  CONTROL_POLICY_TYPES,
  canonicalJson,
  isControlPolicy,
  type ManagementPolicy,
  type Policy,
  policyByName,
  policyTypeName,
} from "@holdfast/core";
import { fullAccess } from "@holdfast/core/baseline";
import { compare, equivalence, type PolicyDocument } from "@holdfast/policy";
import { beyondPolicies } from "./classes.ts";
import { missing } from "./enforcement.ts";
import type { Matches, Pair } from "./match.ts";
import type { Change, StatementPlace } from "./model.ts";
import { type Path, pathTo } from "./path.ts";
import type { PolicyEffects } from "./policy-effects.ts";
import { unitNow } from "./structure.ts";

type Told = Pick<StatementPlace, "policy" | "level"> & { readonly cause?: string };

export function policyChanges(matches: Matches, effects: PolicyEffects): Change[] {
  const told: readonly Told[] = [
    ...effects.opens,
    ...effects.closes,
    ...effects.undecided.flatMap(({ place }) => place ?? []),
  ];
  const { added, removed, pairs } = matches.policies;
  return [
    ...added.map(({ name }) => change(name, "is new")),
    ...removed.map(({ name }) => change(name, "is gone")),
    ...pairs.flatMap((pair) => [
      ...identityChanges(pair),
      ...contentChange(
        pair,
        matches,
        told.filter(({ policy }) => policy === pair.new.name),
      ),
    ]),
    ...attachmentChanges(matches, told),
    ...managementChanges(matches),
  ];
}

function change(name: string, what: string): Change {
  return { subject: "policy", name, what };
}

function identityChanges({ old, new: next }: Pair<Policy>): Change[] {
  const changes: Change[] = [];
  if (old.name !== next.name) changes.push(change(next.name, `was renamed: it was ${old.name}`));
  if (old.id !== next.id) {
    changes.push(change(next.name, `is another policy now: ${old.id} -> ${next.id}`));
  }
  if (old.type !== next.type) {
    changes.push(change(next.name, `was a ${kindOf(old)} policy, is a ${kindOf(next)} policy`));
  }
  if (old.description !== next.description) {
    changes.push(change(next.name, "has another description"));
  }
  return changes;
}

function kindOf({ type }: Policy): string {
  return policyTypeName(type);
}

function contentChange(
  { old, new: next }: Pair<Policy>,
  matches: Matches,
  told: readonly Told[],
): Change[] {
  // A policy of another type is said to be one, and what it does is an effect.
  if (old.type !== next.type) return [];
  if (JSON.stringify(old.content) === JSON.stringify(next.content)) return [];
  if (meansTheSame(old, next)) return [change(next.name, "was rewritten and means the same")];
  if (!isControlPolicy(next)) return [change(next.name, `says something else: ${noEffect(next)}`)];
  const explained = told.some(({ cause }) => cause !== "attachment" && cause !== "move");
  if (explained) return [];
  const { units, accounts } = matches.new;
  const attached = [...units, ...accounts].some(({ policies }) => policies.includes(next.name));
  const why = attached ? "every account may do what it could before" : "it is attached to nothing";
  return [change(next.name, `was changed without effect: ${why}`)];
}

/** Why nothing is said about access, which is all that effects are about. */
function noEffect(policy: Policy): string {
  return `${kindOf(policy)} policies configure, and neither open nor close a call`;
}

function meansTheSame(old: Policy, next: Policy): boolean {
  if (!isControlPolicy(old) || !isControlPolicy(next)) {
    return !isControlPolicy(old) && !isControlPolicy(next) && sameValues(old, next);
  }
  if (equivalence(old.content, next.content).equal) return true;
  const alone = (document: PolicyDocument) => [
    { name: "alone", policies: [fullAccess(old.type), { name: old.name, document }] },
  ];
  return compare(alone(old.content), alone(next.content), { type: old.type }).relation === "equal";
}

/** JSON does not know an order of keys; that of a list may mean something to the service. */
function sameValues(old: ManagementPolicy, next: ManagementPolicy): boolean {
  return canonicalJson(old.content) === canonicalJson(next.content);
}

/** Attachments that came or went, and that no effect speaks of. */
function attachmentChanges(matches: Matches, told: readonly Told[]): Change[] {
  const nameNow = new Map(matches.policies.pairs.map((pair) => [pair.old.name, pair.new.name]));
  const now = (policies: readonly string[]) => policies.map((name) => nameNow.get(name) ?? name);
  const configures = (name: string) => {
    const policy = policyByName(matches.new, name) ?? policyByName(matches.old, name);
    return policy === undefined || isControlPolicy(policy) ? undefined : noEffect(policy);
  };
  const quiet = (level: string, name: string) =>
    !told.some(({ policy, level: at }) => policy === name && at === level);
  const onUnits = matches.units.pairs.flatMap((pair) => {
    const { path } = pair.new;
    const empty = !accountsUnder(matches.new, path).some(
      ({ id }) => id !== matches.new.organization.management,
    );
    const why = (name: string) =>
      configures(name) ??
      (empty ? "no account is there" : "no account gains or loses anything by it");
    return moves(now(pair.old.policies), pair.new.policies)
      .filter(({ name }) => quiet(path, name) && quiet(pair.old.path, name))
      .map(({ name, verb }) => change(name, `was ${verb} ${path}: ${why(name)}`));
  });
  const onAccounts = matches.accounts.pairs.flatMap((pair) =>
    moves(now(pair.old.policies), pair.new.policies)
      .filter(({ name }) => quiet("account", name))
      .map(({ name, verb }) =>
        change(
          name,
          `was ${verb} ${pair.new.name}: ${configures(name) ?? "it gains or loses nothing by it"}`,
        ),
      ),
  );
  const left = matches.units.removed
    .filter(({ path }) => unitNow(matches, path) === undefined)
    .flatMap(({ path, policies }) =>
      now(policies)
        .filter((name) => quiet(path, name))
        .map((name) => change(name, `is no longer attached to ${path}, which is gone`)),
    );
  return [...onUnits, ...onAccounts, ...left];
}

function moves(old: readonly string[], next: readonly string[]) {
  return [
    ...missing(next, old).map((name) => ({ name, verb: "detached from" })),
    ...missing(old, next).map((name) => ({ name, verb: "attached to" })),
  ];
}

/** Nobody should wonder why the management account is not among those concerned. */
function managementChanges(matches: Matches): Change[] {
  return matches.accounts.pairs.flatMap((pair) => {
    const beyond = beyondPolicies(matches, pair);
    if (!beyond.old || !beyond.new) return [];
    const touched = CONTROL_POLICY_TYPES.some((type) => {
      const [before, now] = [
        pathTo(matches.old, pair.old, type),
        pathTo(matches.new, pair.new, type),
      ];
      return keysOf(before) !== keysOf(now);
    });
    const what = "is the management account, which control policies never reach";
    return touched ? [{ subject: "account" as const, name: pair.new.name, what }] : [];
  });
}

function keysOf({ denials }: Path): string {
  return JSON.stringify([...new Set(denials.map(({ key }) => key))].sort());
}
