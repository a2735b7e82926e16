/** Break-glass access: the declared principals and the accounts they are there for. */
import { nameOfManagement } from "./accounts.ts";
import { byCodePoint, type Draft, repeats } from "./draft.ts";
import type { BreakGlass } from "./model.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";

/** Accounts that are named but not declared, and what is named twice. */
export function breakGlassProblems(draft: Draft): Problem[] {
  const { file, source } = draft;
  if (source.breakGlass === undefined) return [];
  const { principals, accounts = [] } = source.breakGlass;
  const known = accountNames(draft);
  const doubles = Object.entries({ principals, accounts }).flatMap(([key, names]) =>
    repeats(names).map((index) =>
      file.problem(["breakGlass", key, index], `${names[index]} is listed twice`),
    ),
  );
  const unknown = accounts.flatMap((name, index) => {
    if (known.includes(name)) return [];
    const hint = didYouMean(name, known);
    return [file.problem(["breakGlass", "accounts", index], `no account is named ${name}`, hint)];
  });
  return [...doubles, ...unknown];
}

/** In an order that leaves no trace of how it was written. */
export function compileBreakGlass(draft: Draft): BreakGlass | undefined {
  if (draft.source.breakGlass === undefined) return undefined;
  const { principals, accounts = accountNames(draft) } = draft.source.breakGlass;
  return { principals: principals.toSorted(byCodePoint), accounts: accounts.toSorted(byCodePoint) };
}

function accountNames(draft: Draft): string[] {
  return [...new Set([...Object.keys(draft.source.accounts), nameOfManagement(draft)])];
}
