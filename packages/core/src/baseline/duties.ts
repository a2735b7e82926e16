/** Duties: accounts and principals who may do what is a cause for alarm in everybody else. */
import { byCodePoint, type Draft } from "./draft.ts";
import { accountListProblems, repeatProblems } from "./listed.ts";
import type { Baseline } from "./model.ts";
import type { Problem } from "./problem.ts";

/** Accounts that are named but not declared, and what is named twice. */
export function dutyProblems(draft: Draft): Problem[] {
  const { networkAccounts = [], finance } = draft.source;
  return [
    ...accountListProblems(draft, ["networkAccounts"], networkAccounts),
    ...accountListProblems(draft, ["finance", "accounts"], finance?.accounts ?? []),
    ...repeatProblems(draft, ["finance", "principals"], finance?.principals ?? []),
  ];
}

/** In an order that leaves no trace of how they were written. */
export function compileDuties({ source }: Draft): Pick<Baseline, "networkAccounts" | "finance"> {
  const { networkAccounts, finance } = source;
  return {
    ...(networkAccounts && { networkAccounts: networkAccounts.toSorted(byCodePoint) }),
    ...(finance && {
      finance: {
        accounts: finance.accounts.toSorted(byCodePoint),
        principals: finance.principals.toSorted(byCodePoint),
      },
    }),
  };
}
