/** Units: the tree is whole, from `Root` down. */
import type { Draft } from "./draft.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";

/** Units whose parent is not declared: what is attached to it would go unwatched. */
export function unitProblems({ file, source }: Draft): Problem[] {
  const paths = new Set(Object.keys(source.units));
  const problems: Problem[] = [];
  for (const path of paths) {
    if (path === "Root") continue;
    const parent = path.slice(0, path.lastIndexOf("/"));
    if (paths.has(parent)) continue;
    const hint = didYouMean(parent, paths) ?? `add ${parent} to units`;
    problems.push(file.keyProblem(["units", path], `its parent ${parent} is not declared`, hint));
  }
  if (!paths.has("Root")) problems.push(file.problem(["units"], "Root is missing", "add Root: {}"));
  return problems;
}
