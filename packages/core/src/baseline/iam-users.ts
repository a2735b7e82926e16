/** IAM users that may exist beside those for emergencies. */
import * as z from "zod";
import { byCodePoint, type Draft } from "./draft.ts";
import { accountNames, repeatProblems } from "./listed.ts";
import type { IamUsers } from "./model.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import { idOfAccount } from "./trust/principals.ts";

const user = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
    "must be <account>/<name>, the name with its path",
  );

export const iamUsersSchema = z.strictObject({
  allowed: z
    .array(user)
    .describe("Users that may exist as they are, as <account>/<name> with the name's path")
    .default([]),
});

/** Accounts that are not declared, and what is named twice. */
export function iamUserProblems(draft: Draft): Problem[] {
  const { allowed = [] } = draft.source.iamUsers ?? {};
  const known = accountNames(draft);
  return [
    ...repeatProblems(draft, ["iamUsers", "allowed"], allowed),
    ...allowed.flatMap((name, index) => {
      const [account = ""] = name.split("/");
      if (known.includes(account)) return [];
      const hint = didYouMean(account, known);
      const path = ["iamUsers", "allowed", index];
      return [draft.file.problem(path, `no account is named ${account}`, hint)];
    }),
  ];
}

/** In an order that leaves no trace of how they were written; undefined: users are not guarded. */
export function compileIamUsers(draft: Draft): IamUsers | undefined {
  const { iamUsers } = draft.source;
  if (iamUsers === undefined) return undefined;
  const allowed = iamUsers.allowed.map((name) => {
    const [account = "", ...path] = name.split("/");
    const id = idOfAccount(draft, account);
    if (id === undefined) throw new TypeError(`${name} passed its check without an account`);
    return `arn:aws:iam::${id}:user/${path.join("/")}`;
  });
  return { allowed: allowed.toSorted(byCodePoint) };
}
