/** What permission sets allow that they did not, and for how long a session of theirs lives. */
import { type PermissionSet, policiesOfSet, type SetPolicies, secondsOf } from "@holdfast/core";
import { type ActionUniverse, compare, type Level } from "@holdfast/policy";
import type { AwsManagedPolicies } from "@holdfast/policy/aws-managed";
import type { Directed } from "../enforcement.ts";
import type { Pair } from "../match.ts";
import type {
  AccountRef,
  Change,
  PermissionSetEffect,
  SessionEffect,
  Undecided,
} from "../model.ts";
import type { Sides } from "./index.ts";
import { accountsWith } from "./where.ts";

export function permissionSetEffects(
  sides: Sides,
  universe: ActionUniverse,
  aws: AwsManagedPolicies,
) {
  const effects: (Directed<PermissionSetEffect>[number] | Directed<SessionEffect>[number])[] = [];
  const undecided: Undecided[] = [];
  for (const pair of sides.sets.pairs) {
    const { name } = pair.new;
    const accounts = accountsWith(sides, ({ permissionSet }) => permissionSet === name);
    effects.push(...sessionEffect(pair, accounts));
    const old = policiesOfSet(pair.old, sides.old, aws);
    const next = policiesOfSet(pair.new, sides.new, aws);
    if (openOf(old) !== openOf(next)) {
      const reason = `the documents of ${openOf(old) || "no policy"} before and ${openOf(next) || "no policy"} now are not known`;
      undecided.push({ permissionSet: name, reason, accounts });
      continue;
    }
    const [first] = accounts;
    const { relation, weaker, stricter, reason } = compare(levelsOf(old), levelsOf(next), {
      type: "SERVICE_CONTROL_POLICY",
      universe,
      ...(first && { account: first.id }),
    });
    const approximated = [...old.approximated, ...next.approximated].map((one) => one.name);
    const restsOn = [...new Set(approximated)];
    const effect = { kind: "permission-set", permissionSet: name, accounts, restsOn } as const;
    if (weaker) effects.push({ ...effect, witness: weaker, direction: "opened" });
    if (stricter) effects.push({ ...effect, witness: stricter, direction: "closed" });
    if (relation === "undecided") {
      undecided.push({ permissionSet: name, reason: reason ?? "it is too complex", accounts });
    }
  }
  return { effects, undecided };
}

/** What opens and closes nothing by itself, but is seen by people and by policies that ask for tags. */
export function permissionSetChanges({ sets }: Sides): Change[] {
  return [
    ...sets.added.map(({ name }) => change(name, "is new")),
    ...sets.removed.map(({ name }) =>
      change(name, "is gone: whoever makes one of its name is told"),
    ),
    ...sets.pairs.flatMap(({ old, new: next }) => [
      ...(old.name === next.name ? [] : [change(next.name, `was renamed: it was ${old.name}`)]),
      ...(old.arn === next.arn ? [] : [change(next.name, "is another permission set now")]),
      ...differing(old, next).map((what) => change(next.name, `has another ${what}`)),
    ]),
  ];
}

function change(name: string, what: string): Change {
  return { subject: "permission-set", name, what };
}

function differing(old: PermissionSet, next: PermissionSet): string[] {
  const tags = ({ tags }: PermissionSet) => JSON.stringify(Object.entries(tags).toSorted());
  return [
    ...(old.description === next.description ? [] : ["description"]),
    ...(old.relayState === next.relayState ? [] : ["relay state"]),
    ...(tags(old) === tags(next) ? [] : ["set of tags, which policies may ask for"]),
  ];
}

/** Policies of a role add up and deny as those of one level do, and a boundary is another level. */
function levelsOf({ identity, boundary }: SetPolicies): Level[] {
  const bound = boundary === undefined ? [] : [{ name: "boundary", policies: boundary }];
  return [{ name: "permission set", policies: identity }, ...bound];
}

/** The policies whose content is not known, on which all the rest depends. */
function openOf({ unknown, unknownBoundary }: SetPolicies): string {
  return [
    ...unknown.toSorted(),
    ...(unknownBoundary ? [`${unknownBoundary} (boundary)`] : []),
  ].join(", ");
}

function sessionEffect(
  { old, new: next }: Pair<PermissionSet>,
  accounts: readonly AccountRef[],
): Directed<SessionEffect> {
  const [from, to] = [secondsOf(old.sessionDuration) ?? 0, secondsOf(next.sessionDuration) ?? 0];
  if (from === to) return [];
  return [
    {
      kind: "session",
      permissionSet: next.name,
      from: old.sessionDuration,
      to: next.sessionDuration,
      accounts,
      direction: to > from ? "opened" : "closed",
    },
  ];
}
