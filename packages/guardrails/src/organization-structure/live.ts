/** Accounts and units as they are: one of them on an event, the whole tree for the scan. */
import {
  AwsError,
  accountById,
  type Baseline,
  type Caller,
  formatKey,
  HoldfastError,
  nameInAws,
  type Observed,
  type ResourceKey,
  type Surveyed,
} from "@holdfast/core";
import type { ControlPolicyType } from "@holdfast/policy";
import { declaredKeys, keyOf, partOf } from "./keys.ts";
import { idsTo, without } from "./place.ts";

/** Ids of the control policies of each type that a root or unit carries; null: there is no such unit. */
export type Carried = Readonly<Record<ControlPolicyType, readonly string[]>> | null;

export type LiveAccount = {
  readonly kind: "account";
  readonly name: string;
  /** AWS's word, e.g. `ACTIVE` or `PENDING_CLOSURE`. */
  readonly state: string;
  /** Ids from the root down to what holds it. */
  readonly path: readonly string[];
  /**
   * Of an account that is not where it is declared: what is carried by the units that are only on
   * its way now, and by those that are only on its declared way. Empty otherwise.
   */
  readonly carried: Readonly<Record<string, Carried>>;
};

export type LiveUnit = {
  readonly kind: "unit";
  readonly name: string;
  /** Ids from the root down to what holds it. */
  readonly path: readonly string[];
  /** Of a unit that has lost its name: the id of the one beside it that has it now, or null. */
  readonly nameTakenBy: string | null;
};

export type Live = LiveAccount | LiveUnit;

export type Reads =
  | "organizations:DescribeAccount"
  | "organizations:DescribeOrganizationalUnit"
  | "organizations:ListAccounts"
  | "organizations:ListOrganizationalUnitsForParent"
  | "organizations:ListPoliciesForTarget";

/** One call; for a moved account a few more, which tell what moving it back does to access. */
export async function observe(
  key: ResourceKey,
  aws: Caller<Reads>,
  baseline: Baseline,
): Promise<Observed<Live>> {
  const { kind, id } = partOf(key);
  if (kind === "unit") {
    const input = { OrganizationalUnitId: id };
    return orAbsent(["OrganizationalUnitNotFoundException"], async () => {
      const answer = await aws.call("organizations:DescribeOrganizationalUnit", input);
      const unit = answer.OrganizationalUnit;
      return unitOf(unit, baseline, (parent) => unitsIn(parent, aws));
    });
  }
  return orAbsent(["AccountNotFoundException"], async () => {
    const { Account } = await aws.call("organizations:DescribeAccount", { AccountId: id });
    return accountOf(Account, aws, baseline);
  });
}

/**
 * Accounts with their places in pages of 20, units level by level. What is declared and was not
 * listed is asked for by itself: a change between two pages must not look like a departure.
 */
export async function* survey(
  aws: Caller<Reads>,
  baseline: Baseline,
): AsyncGenerator<Surveyed<Live>> {
  const seen = new Set<string>();
  for await (const { Accounts = [] } of aws.pages("organizations:ListAccounts", {})) {
    for (const account of Accounts) {
      const key = keyOf(baseline, account.Id ?? "");
      seen.add(formatKey(key));
      yield { key, observed: await accountOf(account, aws, baseline) };
    }
  }
  const parents = [...idsTo(baseline, "Root")];
  for (let parent = parents.shift(); parent !== undefined; parent = parents.shift()) {
    const units = await unitsIn(parent, aws);
    for (const unit of units) {
      const key = keyOf(baseline, unit.Id ?? "");
      parents.push(unit.Id ?? "");
      seen.add(formatKey(key));
      yield { key, observed: await unitOf(unit, baseline, async () => units) };
    }
  }
  for (const key of declaredKeys(baseline)) {
    if (!seen.has(formatKey(key))) yield { key, observed: await observe(key, aws, baseline) };
  }
}

async function orAbsent(
  codes: readonly string[],
  read: () => Promise<Observed<Live>>,
): Promise<Observed<Live>> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AwsError && codes.includes(error.awsCode)) return { kind: "absent" };
    throw error;
  }
}

interface Described {
  readonly Id?: string | undefined;
  readonly Name?: string | undefined;
}

async function accountOf(
  account: (Described & { State?: string | undefined; Paths?: string[] | undefined }) | undefined,
  aws: Caller<Reads>,
  baseline: Baseline,
): Promise<Observed<Live>> {
  const { Id: id = "", Name: name = "", State: state, Paths = [] } = account ?? {};
  const path = idsIn(Paths[0], id);
  if (state === undefined || path === undefined) return incomplete(`the account ${id}`);
  const carried = await carriedAround(id, path, aws, baseline);
  return { kind: "present", live: { kind: "account", name, state, path, carried } };
}

type DescribedUnit = Described & { readonly Path?: string | undefined };

async function unitsIn(ParentId: string, aws: Caller<Reads>): Promise<readonly DescribedUnit[]> {
  const units: DescribedUnit[] = [];
  const pages = aws.pages("organizations:ListOrganizationalUnitsForParent", { ParentId });
  for await (const { OrganizationalUnits = [] } of pages) units.push(...OrganizationalUnits);
  return units;
}

/** @param beside lists the units of a parent; asked only for a unit that has lost its name */
async function unitOf(
  unit: DescribedUnit | undefined,
  baseline: Baseline,
  beside: (parent: string) => Promise<readonly DescribedUnit[]>,
): Promise<Observed<Live>> {
  const { Id: id = "", Name: name, Path } = unit ?? {};
  const path = idsIn(Path, id);
  const parent = path?.at(-1);
  if (name === undefined || path === undefined || parent === undefined) {
    return incomplete(`the unit ${id}`);
  }
  const declared = baseline.units.find((one) => one.id === id);
  const wanted = declared && nameInAws(declared);
  const others = wanted === undefined || wanted === name ? [] : await beside(parent);
  const nameTakenBy = others.find((one) => one.Name === wanted && one.Id !== id)?.Id ?? null;
  return { kind: "present", live: { kind: "unit", name, path, nameTakenBy } };
}

/** `o-…/r-…/ou-…/` as AWS gives it, with or without the thing itself at its end. */
function idsIn(path: string | undefined, self: string): readonly string[] | undefined {
  const ids = path?.split("/").filter((part) => /^(r|ou)-/.test(part) && part !== self) ?? [];
  return ids.length > 0 ? ids : undefined;
}

function incomplete(what: string): Observed<Live> {
  const message = `AWS describes ${what} without its name, its state or its place`;
  const error = new HoldfastError("ANSWER_INCOMPLETE", message, { source: "aws" });
  return { kind: "unknown", error };
}

/** Both ways differ below the last common unit: only there can moving the account matter. */
async function carriedAround(
  id: string,
  path: readonly string[],
  aws: Caller<Reads>,
  baseline: Baseline,
): Promise<LiveAccount["carried"]> {
  const account = accountById(baseline, id);
  // No policy reaches the management account, wherever it is.
  if (account === undefined || id === baseline.organization.management) return {};
  const declared = idsTo(baseline, account.unit);
  const differing = [...without(path, declared), ...without(declared, path)];
  // All at once: an account that has moved waits for them, and the budgets keep the rate.
  const entries = differing.map(async (unit) => [unit, await carriedBy(unit, aws)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function carriedBy(unit: string, aws: Caller<Reads>): Promise<Carried> {
  try {
    const [SERVICE_CONTROL_POLICY, RESOURCE_CONTROL_POLICY] = await Promise.all([
      policiesOn(unit, "SERVICE_CONTROL_POLICY", aws),
      policiesOn(unit, "RESOURCE_CONTROL_POLICY", aws),
    ]);
    return { SERVICE_CONTROL_POLICY, RESOURCE_CONTROL_POLICY };
  } catch (error) {
    if (error instanceof AwsError && error.awsCode === "TargetNotFoundException") return null;
    throw error;
  }
}

async function policiesOn(
  TargetId: string,
  Filter: ControlPolicyType,
  aws: Caller<Reads>,
): Promise<readonly string[]> {
  const ids: string[] = [];
  const pages = aws.pages("organizations:ListPoliciesForTarget", { TargetId, Filter });
  for await (const { Policies = [] } of pages) ids.push(...Policies.map(({ Id = "" }) => Id));
  return ids.sort();
}
