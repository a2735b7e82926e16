/** Accounts and units that were added, removed, moved or renamed, and the organization itself. */
import { type Account, type Baseline, type Unit, unitOf } from "@holdfast/core";
import { missing } from "./enforcement.ts";
import type { Matches, Pair } from "./match.ts";
import type { Change } from "./model.ts";

export function structuralChanges(matches: Matches): Change[] {
  const { accounts, units } = matches;
  return [
    ...organizationChanges(matches),
    ...units.added.map((unit) => change("unit", unit.path, `is new${carrying(unit.policies)}`)),
    ...units.removed.map(({ path }) =>
      change("unit", path, "is gone: what is attached to it is no longer watched"),
    ),
    ...units.pairs.flatMap((pair) => unitChanges(pair, matches)),
    ...accounts.added.map((account) =>
      change("account", account.name, arrival(account, matches.new)),
    ),
    ...accounts.removed.map(({ name }) =>
      change("account", name, "is gone: what is attached to it is no longer watched"),
    ),
    ...accounts.pairs.flatMap((pair) => accountChanges(pair, matches)),
    ...breakGlassChanges(matches),
    ...notificationChanges(matches),
  ];
}

function change(subject: Change["subject"], name: string, what: string): Change {
  return { subject, name, what };
}

function organizationChanges({ old, new: next }: Matches): Change[] {
  const keys = ["id", "management", "hubRegion", "identityCenterRegion", "regions"] as const;
  return keys
    .map((key) => [key, String(old.organization[key]), String(next.organization[key])] as const)
    .filter(([, before, now]) => before !== now)
    .map(([key, before, now]) =>
      change(
        "organization",
        key,
        `was ${before.replaceAll(",", ", ")}, is ${now.replaceAll(",", ", ")}`,
      ),
    );
}

function unitChanges({ old, new: next }: Pair<Unit>, matches: Matches): Change[] {
  const changes: Change[] = [];
  if (old.id !== next.id) {
    changes.push(change("unit", next.path, `is another unit now: ${old.id} -> ${next.id}`));
  }
  const moved = unitNow(matches, parentOf(old.path)) !== parentOf(next.path);
  const renamed = lastName(old.path) !== lastName(next.path);
  if (moved || renamed) {
    changes.push(
      change("unit", next.path, `was ${moved ? "moved" : "renamed"}: it was ${old.path}`),
    );
  }
  return changes;
}

function accountChanges({ old, new: next }: Pair<Account>, matches: Matches): Change[] {
  const changes: Change[] = [];
  if (old.name !== next.name) {
    changes.push(change("account", next.name, `was renamed: it was ${old.name}`));
  }
  if (unitNow(matches, old.unit) !== next.unit) {
    changes.push(change("account", next.name, `was moved from ${old.unit} to ${next.unit}`));
  }
  return changes;
}

/** What an account meets that was not there before. */
function arrival(account: Account, baseline: Baseline): string {
  const inherited = pathsTo(account.unit)
    .map((path) => ({ path, policies: unitOf(baseline, path)?.policies ?? [] }))
    .filter(({ policies }) => policies.length > 0)
    .map(({ path, policies }) => `${policies.join(", ")} (${path})`);
  const what = inherited.length === 0 ? "no policy" : inherited.join("; ");
  return `is new in ${account.unit}${carrying(account.policies)}, and inherits ${what}`;
}

function carrying(policies: readonly string[]): string {
  return policies.length === 0 ? "" : `, with ${policies.join(", ")}`;
}

const BREAK_GLASS = [
  ["principals", "break-glass principal", "policies may lock it out"],
  ["accounts", "break-glass account", "policies may lock it out"],
  ["permissionSets", "permission set for emergencies", "its use is not told"],
] as const;

function breakGlassChanges({ old, new: next }: Matches): Change[] {
  return BREAK_GLASS.flatMap(([key, noun, lost]) => {
    const before = old.breakGlass?.[key] ?? [];
    const now = next.breakGlass?.[key] ?? [];
    return [
      ...missing(before, now).map((name) => change("break-glass", name, `is a ${noun} now`)),
      ...missing(now, before).map((name) =>
        change("break-glass", name, `is no ${noun} any more: ${lost}`),
      ),
    ];
  });
}

function notificationChanges({ old, new: next }: Matches): Change[] {
  const before = old.notifications?.slack;
  const now = next.notifications?.slack;
  if (now === undefined) {
    return before === undefined
      ? []
      : [change("notifications", "Slack", `is gone: ${before.channel} is told nothing any more`)];
  }
  if (before === undefined) {
    return [change("notifications", "Slack", `is new: alerts go to ${now.channel}`)];
  }
  return (["channel", "secret"] as const)
    .filter((key) => before[key] !== now[key])
    .map((key) =>
      change("notifications", "Slack", `has another ${key}: ${before[key]} -> ${now[key]}`),
    );
}

/** The path that a unit of the old side has on the new one; undefined if it is gone. */
export function unitNow({ units }: Matches, path: string | undefined): string | undefined {
  return units.pairs.find(({ old }) => old.path === path)?.new.path;
}

/** `Root`, `Root/a`, `Root/a/b`. */
function pathsTo(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

function parentOf(path: string): string | undefined {
  return path === "Root" ? undefined : path.slice(0, path.lastIndexOf("/"));
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
