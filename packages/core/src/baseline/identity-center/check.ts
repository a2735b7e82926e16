/** What in the declaration of Identity Center leads nowhere, contradicts itself or is said twice. */

import type { Draft } from "../draft.ts";
import { accountNames, repeatProblems } from "../listed.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../suggest.ts";
import { matchesName } from "./name-pattern.ts";
import { permissionSetProblems } from "./permission-set-problems.ts";

/** Names that are not declared, and what is named twice. */
export function identityCenterProblems(draft: Draft): Problem[] {
  const { file, source } = draft;
  const { permissionSets, assignments, groups, justInTime, managedPolicyDocuments } = source;
  if (permissionSets === undefined) {
    const sections = {
      assignments,
      groups: Object.keys(groups),
      justInTime,
      managedPolicyDocuments: Object.keys(managedPolicyDocuments),
    };
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
    ...permissionSetProblems(draft),
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
    ...ignoredMembers(draft),
    ...patternProblems(draft),
    ...repeatedAssignments(draft),
  ];
}

/** Members of a group that is not guarded: nobody would see to them. */
function ignoredMembers({ file, source }: Draft): Problem[] {
  return Object.entries(source.groups).flatMap(([name, { guarded, members }]) => {
    if (guarded || members.length === 0) return [];
    const message = `nobody sees to the members of ${name}: it is not guarded`;
    return [
      file.problem(["groups", name, "members"], message, "leave out guarded: false, or these"),
    ];
  });
}

/** Patterns that match nothing: only declared sets and the members of guarded groups are looked at. */
function patternProblems({ file, source }: Draft): Problem[] {
  const sets = Object.keys(source.permissionSets ?? {});
  const guarded = Object.entries(source.groups).flatMap(([name, group]) =>
    group.guarded ? [name] : [],
  );
  return source.justInTime.flatMap(({ permissionSet, group }, index) => {
    const [key, pattern = "", known, kind] =
      permissionSet === undefined
        ? (["group", group, guarded, "guarded group"] as const)
        : (["permissionSet", permissionSet, sets, "declared permission set"] as const);
    if (known.some((name) => matchesName(pattern, name))) return [];
    const message = `${JSON.stringify(pattern)} matches no ${kind}`;
    return [file.problem(["justInTime", index, key], message, didYouMean(pattern, known))];
  });
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
