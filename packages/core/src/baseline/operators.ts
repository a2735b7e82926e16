/** Who may look into the accounts with `holdfast plan` and `holdfast scan`: whoever has certain permission sets. */
import { byCodePoint, type Draft } from "./draft.ts";
import { repeatProblems } from "./listed.ts";
import type { Baseline } from "./model.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";

/** Permission sets that are not declared, or named twice. */
export function operatorProblems(draft: Draft): Problem[] {
  const { operators = [], permissionSets } = draft.source;
  const known = Object.keys(permissionSets ?? {});
  return [
    ...repeatProblems(draft, ["operators"], operators),
    ...operators.flatMap((name, index) => {
      if (known.includes(name)) return [];
      const hint = didYouMean(name, known);
      return [draft.file.problem(["operators", index], `no permission set is named ${name}`, hint)];
    }),
  ];
}

/** In an order that leaves no trace of how they were written. */
export function compileOperators({ source }: Draft): Pick<Baseline, "operators"> {
  const { operators = [] } = source;
  return operators.length > 0 ? { operators: operators.toSorted(byCodePoint) } : {};
}
