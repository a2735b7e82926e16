/** Questions that everything asks of a compiled baseline. */
import type {
  Account,
  Baseline,
  ControlPolicy,
  Exemption,
  Mode,
  Policy,
  ReviewItem,
  Unit,
} from "./model.ts";
import {
  CONTROL_POLICY_TYPES,
  isControlPolicyType,
  POLICY_TYPES,
  type PolicyType,
} from "./policy-types.ts";

const DAY = 86_400_000;

/** Removals per guardrail and hour, of what no event explains, unless the baseline says otherwise. */
const REMOVALS_PER_HOUR = 10;

const LADDER: readonly Mode[] = ["off", "alert", "restrict", "revert"];

/**
 * How far Holdfast goes for a guardrail in a unit: the mode set for the nearest unit on the way up
 * from `unitPath`, else the guardrail's, else the default. Undefined: in no unit of the baseline.
 */
export function modeFor(baseline: Baseline, guardrailId: string, unitPath?: string): Mode {
  return modeSet(baseline, guardrailId, unitPath) ?? baseline.modes.default;
}

/**
 * How far Holdfast goes for one aspect of a guardrail: as `<guardrail>/<aspect>` is set, else `most`,
 * and never further than the guardrail itself.
 */
export function aspectModeFor(
  baseline: Baseline,
  guardrailId: string,
  aspect: { readonly name: string; readonly most?: Mode },
  unitPath?: string,
): Mode {
  const set = modeSet(baseline, `${guardrailId}/${aspect.name}`, unitPath);
  return lower(modeFor(baseline, guardrailId, unitPath), set ?? aspect.most ?? "revert");
}

/** Whether a guardrail may write anything anywhere. If not, its role needs no permission to. */
export function mayWrite({ modes }: Baseline, guardrailId: string): boolean {
  const everywhere = own(modes.guardrails, guardrailId) ?? modes.default;
  const inUnits = Object.values(modes.units).map((unit) => own(unit, guardrailId));
  return [everywhere, ...inUnits].some((mode) => mode === "restrict" || mode === "revert");
}

/** The lower rung of two. */
export function lower(one: Mode, other: Mode): Mode {
  return LADDER.indexOf(one) < LADDER.indexOf(other) ? one : other;
}

/** The higher rung of two. */
export function higher(one: Mode, other: Mode): Mode {
  return lower(one, other) === one ? other : one;
}

function modeSet({ modes }: Baseline, name: string, unitPath?: string): Mode | undefined {
  for (const path of ancestry(unitPath)) {
    const mode = own(own(modes.units, path) ?? {}, name);
    if (mode !== undefined) return mode;
  }
  return own(modes.guardrails, name);
}

/** How many things a guardrail may take away in an hour of what no event explains. */
export function removalsPerHour({ limits }: Baseline): number {
  return limits?.removalsPerHour ?? REMOVALS_PER_HOUR;
}

/** The unit at a path such as `Root/Workloads`. */
export function unitOf(baseline: Baseline, path: string): Unit | undefined {
  return baseline.units.find((unit) => unit.path === path);
}

/** Made on first use: a survey asks for each of thousands of accounts again and again. */
const byIdOf = new WeakMap<readonly Account[], ReadonlyMap<string, Account>>();

export function accountById({ accounts }: Baseline, id: string): Account | undefined {
  const byId = byIdOf.get(accounts) ?? new Map(accounts.map((account) => [account.id, account]));
  byIdOf.set(accounts, byId);
  return byId.get(id);
}

export function policyById(baseline: Baseline, id: string): Policy | undefined {
  return baseline.policies.find((policy) => policy.id === id);
}

export function policyByName(baseline: Baseline, name: string): Policy | undefined {
  return baseline.policies.find((policy) => policy.name === name);
}

/** The name that a policy or a unit has in AWS; a unit's is the end of its path unless said otherwise. */
export function nameInAws(one: Pick<Policy, "name" | "awsName"> | Pick<Unit, "path" | "awsName">) {
  if (one.awsName !== undefined) return one.awsName;
  return "path" in one ? one.path.slice(one.path.lastIndexOf("/") + 1) : one.name;
}

export function isControlPolicy(policy: Policy): policy is ControlPolicy {
  return isControlPolicyType(policy.type);
}

/** The declared policies that bound permissions. */
export function controlPolicies({ policies }: Pick<Baseline, "policies">): ControlPolicy[] {
  return policies.filter(isControlPolicy);
}

/**
 * The policy types whose attachments and contents are guarded: control policies always, others where
 * one is declared. What is not guarded costs none of the calls that AWS allows.
 */
export function guardedTypes({ policies }: Pick<Baseline, "policies">): readonly PolicyType[] {
  const used = new Set<PolicyType>([...CONTROL_POLICY_TYPES, ...policies.map(({ type }) => type)]);
  return POLICY_TYPES.filter((type) => used.has(type));
}

/** The accounts in a unit and in all units below it; under `Root` the management account too. */
export function accountsUnder(baseline: Baseline, unitPath: string): Account[] {
  return baseline.accounts.filter(
    ({ unit }) => unit === unitPath || unit.startsWith(`${unitPath}/`),
  );
}

/** The accounts that a policy reaches, by its name; never the management account (SCP and RCP guides). */
export function accountsBelow(baseline: Baseline, policyName: string): Account[] {
  const { units, accounts, organization } = baseline;
  const carries = ({ policies }: Unit | Account) => policies.includes(policyName);
  const below = units.filter(carries).flatMap(({ path }) => accountsUnder(baseline, path));
  return [...new Set([...below, ...accounts.filter(carries)])].filter(
    ({ id }) => id !== organization.management,
  );
}

/**
 * The exemption of a subject (a unit's path, an account's or a policy's name) from a guardrail, also one that is
 * over, so that this can be said. It holds through the last second of `expiresOn`, UTC.
 * @param now epoch milliseconds
 */
export function exemptionFor(
  baseline: Pick<Baseline, "exemptions">,
  guardrailId: string,
  subjectName: string,
  now: number,
): { readonly exemption: Exemption; readonly expired: boolean } | undefined {
  const exemption = baseline.exemptions.find(
    ({ guardrail, key }) => guardrail === guardrailId && key === subjectName,
  );
  if (exemption === undefined) return undefined;
  const end = Date.parse(exemption.expiresOn) + DAY;
  // A day that can't be read is over: unknown never exempts.
  return { exemption, expired: !(now < end) };
}

/** Why what a guardrail guards on a subject is still to be decided on; undefined: it is not. */
export function reviewOf(
  { review = [] }: Pick<Baseline, "review">,
  guardrailId: string,
  subjectName: string,
): ReviewItem | undefined {
  return review.find(({ guardrail, key }) => guardrail === guardrailId && key === subjectName);
}

/** `a/b/c`, then `a/b`, then `a`. */
function ancestry(path: string | undefined): string[] {
  if (path === undefined) return [];
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, parts.length - index).join("/"));
}

/** A member of the object itself: names such as `constructor` must find nothing. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
