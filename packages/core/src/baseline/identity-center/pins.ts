/** Fits the declaration of Identity Center and the lock together: every name has its id, every id one name. */

import type { Draft } from "../draft.ts";
import type { LockedFile } from "../lock.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../suggest.ts";

/** Whatever only one of baseline and lock file knows. */
export function identityCenterPinProblems(draft: Draft, locked: LockedFile): Problem[] {
  const { file, lock } = locked;
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
    return [...missing, ...strays, ...sharedIds(section, locked)];
  });
}

/** One id under two names: a copied line, and whoever is meant by one of them has another id. */
function sharedIds(
  section: "permissionSets" | "groups" | "users",
  { file, lock }: LockedFile,
): Problem[] {
  const owners = new Map<string, string>();
  return Object.entries(lock.identityCenter?.[section] ?? {}).flatMap(([name, id]) => {
    const owner = owners.get(id);
    owners.set(id, owner ?? name);
    if (owner === undefined) return [];
    return [file.problem(["identityCenter", section, name], `${id} is the id of ${owner} already`)];
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
