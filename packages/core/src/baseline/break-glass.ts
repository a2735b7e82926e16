/** Break-glass access: the declared principals and the accounts they are there for. */
import * as z from "zod";
import { byCodePoint, type Draft } from "./draft.ts";
import { secondsOf } from "./identity-center/duration.ts";
import { duration } from "./identity-center/schema.ts";
import { accountListProblems, accountNames, repeatProblems } from "./listed.ts";
import type { BreakGlass } from "./model.ts";
import { accountName, principal, text } from "./notation.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";

export const breakGlassSchema = z.strictObject({
  principals: z
    .array(principal)
    .min(1, "must name at least one principal")
    .describe("Users and roles with their path, e.g. user/break-glass/olivia"),
  accounts: z
    .array(accountName)
    .min(1, "must name at least one account, or be left out for all")
    .describe("The accounts that each of them is in; all, if left out")
    .optional(),
  permissionSets: z
    .array(text)
    .describe("Declared permission sets for emergencies: whoever takes one is told of")
    .default([]),
  accessKeysFor: duration
    .describe("How long an access key of such a user may be active, e.g. PT12H; left out, it stays")
    .optional(),
});

/** Accounts that are named but not declared, and what is named twice. */
export function breakGlassProblems(draft: Draft): Problem[] {
  const { breakGlass } = draft.source;
  if (breakGlass === undefined) return [];
  return [
    ...repeatProblems(draft, ["breakGlass", "principals"], breakGlass.principals),
    ...accountListProblems(draft, ["breakGlass", "accounts"], breakGlass.accounts ?? []),
    ...repeatProblems(draft, ["breakGlass", "permissionSets"], breakGlass.permissionSets),
    ...breakGlass.permissionSets.flatMap((name, index) => {
      const known = Object.keys(draft.source.permissionSets ?? {});
      if (known.includes(name)) return [];
      const path = ["breakGlass", "permissionSets", index];
      const hint = didYouMean(name, known);
      return [draft.file.problem(path, `no permission set is named ${name}`, hint)];
    }),
  ];
}

/** In an order that leaves no trace of how it was written. */
export function compileBreakGlass(draft: Draft): BreakGlass | undefined {
  if (draft.source.breakGlass === undefined) return undefined;
  const { breakGlass } = draft.source;
  const { principals, accounts = accountNames(draft), permissionSets, accessKeysFor } = breakGlass;
  return {
    principals: principals.toSorted(byCodePoint),
    accounts: accounts.toSorted(byCodePoint),
    ...(permissionSets.length > 0 && { permissionSets: permissionSets.toSorted(byCodePoint) }),
    ...(accessKeysFor !== undefined && {
      accessKeysFor: (secondsOf(accessKeysFor) ?? 0) * 1000,
    }),
  };
}
