/** What a change makes of enforcement: how far Holdfast goes, and what it leaves alone. */
import { aspectModeFor, type Baseline, type Guardrail, type Mode, modeFor } from "@holdfast/core";
import { beyondPolicies, refOf } from "./classes.ts";
import type { Matches } from "./match.ts";
import type {
  AccountRef,
  Direction,
  LeaveAloneEffect,
  ManagementEffect,
  ModeEffect,
} from "./model.ts";

export type Directed<T> = readonly (T & { readonly direction: Direction })[];

const LADDER: readonly Mode[] = ["off", "alert", "restrict", "revert"];

/** Somewhere a mode applies to; above the root there is the organization itself. */
interface Place {
  readonly oldUnit: string | undefined;
  readonly newUnit: string | undefined;
  readonly account?: AccountRef;
}

/** A guardrail or tripwire, as far as modes are about it. */
export type Moded = Pick<Guardrail, "id" | "aspects">;

/** Something that has a mode: a guardrail, or one aspect of it. */
interface Subject {
  /** As `modes` names it. */
  readonly name: string;
  modeIn(baseline: Baseline, unit: string | undefined): Mode;
  /** The guardrail that an aspect belongs to. */
  readonly whole?: Subject;
}

/** Modes that were lowered (opened) or raised (closed), by the mode that applies in the end. */
export function modeEffects(matches: Matches, guardrails: readonly Moded[]): Directed<ModeEffect> {
  const units = matches.units.pairs.map((pair) => ({
    oldUnit: pair.old.path,
    newUnit: pair.new.path,
  }));
  const accounts = matches.accounts.pairs.map((pair) => ({
    oldUnit: pair.old.unit,
    newUnit: pair.new.unit,
    account: refOf(pair.new),
  }));
  const organization = { oldUnit: undefined, newUnit: undefined };
  return guardrails.flatMap(subjectsOf).flatMap((subject) => {
    const groups = new Map<string, { from: Mode; to: Mode; places: Place[] }>();
    for (const place of [organization, ...units, ...accounts]) {
      const { from, to } = moveOf(subject, place, matches);
      // What an aspect does because its guardrail does it is told of the guardrail.
      const whole = subject.whole && moveOf(subject.whole, place, matches);
      if (from === to || (whole?.from === from && whole.to === to)) continue;
      const group = groups.get(`${from} ${to}`) ?? { from, to, places: [] };
      group.places.push(place);
      groups.set(`${from} ${to}`, group);
    }
    return [...groups.values()].map(({ from, to, places }) => ({
      kind: "mode" as const,
      direction: lower(from, to) ? ("opened" as const) : ("closed" as const),
      guardrail: subject.name,
      from,
      to,
      where: topmost(places),
      accounts: places.flatMap(({ account }) => account ?? []),
    }));
  });
}

function subjectsOf({ id, aspects = {} }: Moded): Subject[] {
  const whole: Subject = { name: id, modeIn: (baseline, unit) => modeFor(baseline, id, unit) };
  const parts = Object.entries(aspects).map(
    ([name, { most }]): Subject => ({
      name: `${id}/${name}`,
      modeIn: (baseline, unit) =>
        aspectModeFor(baseline, id, { name, ...(most && { most }) }, unit),
      whole,
    }),
  );
  return [whole, ...parts];
}

function moveOf({ modeIn }: Subject, { oldUnit, newUnit }: Place, matches: Matches) {
  return { from: modeIn(matches.old, oldUnit), to: modeIn(matches.new, newUnit) };
}

function lower(from: Mode, to: Mode): boolean {
  return LADDER.indexOf(to) < LADDER.indexOf(from);
}

/** The places that no other of them holds. */
function topmost(places: readonly Place[]): readonly string[] {
  const units = new Set(
    places.flatMap(({ account, newUnit }) => (account === undefined ? [newUnit] : [])),
  );
  return places.flatMap(({ account, newUnit }) => {
    if (account !== undefined) return units.has(newUnit) ? [] : [account.name];
    if (newUnit === undefined) return ["the organization"];
    const parent = newUnit === "Root" ? undefined : newUnit.slice(0, newUnit.lastIndexOf("/"));
    return units.has(parent) ? [] : [newUnit];
  });
}

export function leaveAloneEffects({ old, new: next }: Matches): Directed<LeaveAloneEffect> {
  const effect = (policyId: string, direction: Direction) =>
    ({ kind: "leave-alone", direction, policyId, accounts: [] }) as const;
  return [
    ...missing(old.leaveAlone, next.leaveAlone).map((id) => effect(id, "opened")),
    ...missing(next.leaveAlone, old.leaveAlone).map((id) => effect(id, "closed")),
  ];
}

/** What `all` has and `from` lacks. */
export function missing<T>(from: readonly T[], all: readonly T[]): readonly T[] {
  return all.filter((one) => !from.includes(one));
}

export function managementEffects(matches: Matches): Directed<ManagementEffect> {
  return matches.accounts.pairs.flatMap((pair) => {
    const beyond = beyondPolicies(matches, pair);
    if (beyond.old === beyond.new) return [];
    const direction = beyond.new ? ("opened" as const) : ("closed" as const);
    return [{ kind: "management" as const, direction, accounts: [refOf(pair.new)] }];
  });
}
