/** Break-glass access: the declared principals and the accounts they are there for. */
import { byCodePoint, type Draft } from "./draft.ts";
import { accountListProblems, accountNames, repeatProblems } from "./listed.ts";
import type { BreakGlass } from "./model.ts";
import type { Problem } from "./problem.ts";

/** Accounts that are named but not declared, and what is named twice. */
export function breakGlassProblems(draft: Draft): Problem[] {
  const { breakGlass } = draft.source;
  if (breakGlass === undefined) return [];
  return [
    ...repeatProblems(draft, ["breakGlass", "principals"], breakGlass.principals),
    ...accountListProblems(draft, ["breakGlass", "accounts"], breakGlass.accounts ?? []),
  ];
}

/** In an order that leaves no trace of how it was written. */
export function compileBreakGlass(draft: Draft): BreakGlass | undefined {
  if (draft.source.breakGlass === undefined) return undefined;
  const { principals, accounts = accountNames(draft) } = draft.source.breakGlass;
  return { principals: principals.toSorted(byCodePoint), accounts: accounts.toSorted(byCodePoint) };
}
