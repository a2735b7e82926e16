/** What a moved account, or one that is no member any more, means for access. */
import {
  accountById,
  type Baseline,
  CONTROL_POLICY_TYPES,
  type Impact,
  levelsFor,
  unitOf,
} from "@holdfast/core";
import type { Level } from "@holdfast/policy";
import { impactOf, impactOfLosing } from "../access-impact.ts";
import type { Want } from "./diff.ts";
import { levelOf } from "./effect.ts";
import type { Live, LiveAccount } from "./live.ts";
import { idsTo, nameOf } from "./place.ts";

export async function impactOfStructure(
  { kind, id, baseline }: Want,
  live: Live | undefined,
): Promise<Impact | undefined> {
  const account = kind === "account" ? accountById(baseline, id) : undefined;
  if (account === undefined) return undefined;
  if (live === undefined) return impactOfLosing([account], CONTROL_POLICY_TYPES, baseline);
  if (live.kind !== "account" || live.path.at(-1) === idsTo(baseline, account.unit).at(-1)) {
    return undefined;
  }
  const unknown: string[] = [];
  const changes = CONTROL_POLICY_TYPES.map((type) => {
    const declared = levelsFor(baseline, account, type);
    const own = declared.at(-1);
    const levels = live.path.flatMap((unit) => levelAt(unit, live, type, baseline, unknown));
    return { account, type, declared, live: own ? [...levels, own] : levels };
  });
  const impact = await impactOf(changes, baseline);
  if (unknown.length === 0) return impact;
  const units = [...new Set(unknown)].map((unit) => nameOf(baseline, unit)).join(", ");
  const said = `${units} carries policies that nobody declared; what they allow is not known here`;
  return { sentences: [...(impact?.sentences ?? []), said], accounts: 1 };
}

/** A level of the live way: as read if only this way has it, as declared if both have. */
function levelAt(
  unit: string,
  live: LiveAccount,
  type: (typeof CONTROL_POLICY_TYPES)[number],
  baseline: Baseline,
  unknown: string[],
): readonly Level[] {
  if (Object.hasOwn(live.carried, unit)) {
    const level = levelOf(unit, live.carried, type, baseline);
    if (level === undefined) unknown.push(unit);
    return level ? [level] : [];
  }
  const path = nameOf(baseline, unit);
  const policies = unitOf(baseline, path)?.policies ?? [];
  const account = { name: "", id: "", unit: path, policies };
  return levelsFor(baseline, account, type).filter(({ name }) => name === path);
}
