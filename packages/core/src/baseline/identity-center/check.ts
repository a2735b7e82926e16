/** What in the declaration of Identity Center leads nowhere, and what has no pin or pins nothing. */

import type { Draft } from "../draft.ts";
import { accountNames, repeatProblems } from "../listed.ts";
import type { LockedFile } from "../lock.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../suggest.ts";

/** Names that are not declared, and what is named twice. */
export function identityCenterProblems(draft: Draft): Problem[] {
  const { file, source } = draft;
  const { permissionSets, assignments, groups, justInTime } = source;
  if (permissionSets === undefined) {
    const sections = { assignments, groups: Object.keys(groups), justInTime };
    return Object.entries(sections).flatMap(([section, entries]) =>
      entries.length === 0
        ? []
        : [file.keyProblem([section], "needs permissionSets, which are not declared")],
    );
  }
  const sets = Object.keys(permissionSets);
  const unknownSets = assignments.flatMap(({ permissionSet }, index) =>
    sets.includes(permissionSet)
      ? []
      : [
          file.problem(
            ["assignments", index, "permissionSet"],
            `no permission set is named ${permissionSet}`,
            didYouMean(permissionSet, sets),
          ),
        ],
  );
  return [
    ...unknownSets,
    ...assignments.flatMap(({ accounts }, index) =>
      placeProblems(draft, ["assignments", String(index), "accounts"], accounts),
    ),
    ...justInTime.flatMap(({ accounts = [] }, index) =>
      placeProblems(draft, ["justInTime", String(index), "accounts"], accounts),
    ),
    ...Object.entries(groups).flatMap(([name, { members }]) =>
      repeatProblems(draft, ["groups", name, "members"], members),
    ),
    ...repeatedAssignments(draft),
  ];
}

/** Names of accounts, paths of units, and `all`. */
function placeProblems(draft: Draft, path: readonly string[], names: readonly string[]): Problem[] {
  const known = [...accountNames(draft), ...Object.keys(draft.source.units), "all"];
  const unknown = names.flatMap((name, index) => {
    if (known.includes(name)) return [];
    const message = `${JSON.stringify(name)} is neither an account nor a unit`;
    return [draft.file.problem([...path, index], message, didYouMean(name, known))];
  });
  return [...repeatProblems(draft, path, names), ...unknown];
}

/** Two entries that say the same of the same place: one of them would be forgotten one day. */
function repeatedAssignments({ file, source }: Draft): Problem[] {
  const seen = new Set<string>();
  return source.assignments.flatMap(({ group, user, permissionSet, accounts }, index) =>
    accounts.flatMap((name, at) => {
      const one = JSON.stringify([group, user, permissionSet, name]);
      const first = !seen.has(one);
      seen.add(one);
      if (first) return [];
      const message = `${permissionSet} is assigned to ${group ?? user} in ${name} already`;
      return [file.problem(["assignments", index, "accounts", at], message)];
    }),
  );
}

/** Whatever only one of baseline and lock file knows. */
export function identityCenterPinProblems(draft: Draft, { file, lock }: LockedFile): Problem[] {
  const { permissionSets } = draft.source;
  const pins = lock.identityCenter;
  if (permissionSets === undefined) {
    return pins === undefined
      ? []
      : [file.keyProblem(["identityCenter"], "pins what the baseline does not declare")];
  }
  if (pins === undefined) {
    const hint = "add identityCenter to holdfast.lock.json";
    return [draft.file.keyProblem(["permissionSets"], "have no ids in the lock file", hint)];
  }
  const named = namesOf(draft);
  return (["permissionSets", "groups", "users"] as const).flatMap((section) => {
    const known = [...named[section].keys()];
    const missing = [...named[section]].flatMap(([name, place]) =>
      Object.hasOwn(pins[section], name)
        ? []
        : [
            {
              ...place,
              message: `${name} has no id in the lock file`,
              hint: `add its id to identityCenter.${section} of holdfast.lock.json`,
            },
          ],
    );
    const strays = Object.keys(pins[section]).flatMap((name) =>
      named[section].has(name)
        ? []
        : [
            file.keyProblem(
              ["identityCenter", section, name],
              "names nothing in the baseline",
              didYouMean(name, known) ?? "remove it, or declare what it pins",
            ),
          ],
    );
    return [...missing, ...strays];
  });
}

/** Every name that needs an id -> the place that names it first. */
function namesOf({ file, source }: Draft) {
  const { permissionSets = {}, assignments, groups } = source;
  const groupPlaces = new Map<string, Problem>();
  const userPlaces = new Map<string, Problem>();
  const note = (places: Map<string, Problem>, name: string, place: Problem) => {
    if (!places.has(name)) places.set(name, place);
  };
  for (const [name, { guarded, members }] of Object.entries(groups)) {
    if (!guarded) continue;
    note(groupPlaces, name, file.keyProblem(["groups", name], ""));
    for (const [index, member] of members.entries()) {
      note(userPlaces, member, file.problem(["groups", name, "members", index], ""));
    }
  }
  for (const [index, { group, user }] of assignments.entries()) {
    if (group !== undefined)
      note(groupPlaces, group, file.problem(["assignments", index, "group"], ""));
    if (user !== undefined)
      note(userPlaces, user, file.problem(["assignments", index, "user"], ""));
  }
  const sets = Object.keys(permissionSets);
  return {
    permissionSets: new Map(
      sets.map((name) => [name, file.keyProblem(["permissionSets", name], "")]),
    ),
    groups: groupPlaces,
    users: userPlaces,
  };
}
