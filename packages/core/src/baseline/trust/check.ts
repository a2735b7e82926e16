/** What can be wrong with a declared trust, in itself and against the lock file. */

import type { Draft } from "../draft.ts";
import { accountNames, repeatProblems } from "../listed.ts";
import type { LockedFile } from "../lock.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../suggest.ts";
import { idOfAccount, isPinned, kindOfArn, partsOf } from "./principals.ts";

/** Accounts that are not declared, roles declared twice, principals that can't be what they seem. */
export function trustProblems(draft: Draft): Problem[] {
  const { trust = [] } = draft.source;
  const seen = new Set<string>();
  return trust.flatMap((one, index) => {
    const place = ["trust", index];
    // IAM tells names of roles apart by more than case.
    const key = keyIn(one).toLowerCase();
    const twice = seen.has(key);
    seen.add(key);
    return [
      ...(twice ? [draft.file.problem([...place, "role"], `${keyIn(one)} is declared twice`)] : []),
      ...accountProblems(draft, [...place, "account"], one.account),
      ...repeatProblems(draft, ["trust", `${index}`, "principals"], one.principals),
      ...one.principals.flatMap((name, at) => [
        ...principalProblems(draft, [...place, "principals", at], name),
        ...federationProblems(draft, [...place, "principals", at], name, one),
      ]),
    ];
  });
}

/** Whatever only one of baseline and lock file knows. */
export function trustPinProblems(draft: Draft, { file, lock }: LockedFile): Problem[] {
  const { trust = [] } = draft.source;
  const pins = lock.trust ?? {};
  const known = trust.map(keyIn);
  const missing = trust.flatMap((one, index) => {
    const key = keyIn(one);
    const pinned = Object.hasOwn(pins, key) ? pins[key] : undefined;
    const hint = `add it to trust.${key} of holdfast.lock.json`;
    const problem = (part: string | number, message: string, ...further: number[]) =>
      draft.file.problem(["trust", index, part, ...further], message, hint);
    if (pinned === undefined) return [problem("role", `${key} has no id in the lock file`)];
    const without = one.principals.flatMap((name, at) =>
      isPinned(name) && !Object.hasOwn(pinned.principals, name)
        ? [problem("principals", `${name} has no id in the lock file`, at)]
        : [],
    );
    const noExternalId = one.externalId !== undefined && pinned.externalId === undefined;
    return noExternalId
      ? [...without, problem("externalId", "there is no external id in the lock file")]
      : without;
  });
  const strays = Object.keys(pins).flatMap((key) => {
    const one = trust.find((declared) => keyIn(declared) === key);
    const hint = "remove it, or declare what it pins";
    if (one === undefined) {
      const near = didYouMean(key, known) ?? hint;
      return [file.keyProblem(["trust", key], "names nothing in the baseline", near)];
    }
    const { principals = {}, externalId } = pins[key] ?? {};
    return [
      ...Object.keys(principals)
        .filter((name) => !one.principals.includes(name) || !isPinned(name))
        .map((name) =>
          file.keyProblem(
            ["trust", key, "principals", name],
            "names nothing in the baseline",
            didYouMean(name, one.principals) ?? hint,
          ),
        ),
      ...(externalId !== undefined && one.externalId === undefined
        ? [file.keyProblem(["trust", key, "externalId"], "is not asked for in the baseline", hint)]
        : []),
    ];
  });
  return [...missing, ...strays];
}

export function keyIn({ account, role }: { readonly account: string; readonly role: string }) {
  return `${account}/${role}`;
}

type Path = readonly (string | number)[];

function accountProblems(draft: Draft, path: Path, name: string): Problem[] {
  if (idOfAccount(draft, name) !== undefined) return [];
  const hint = didYouMean(name, accountNames(draft));
  return [draft.file.problem(path, `no account is named ${name}`, hint)];
}

function principalProblems(draft: Draft, path: Path, name: string): Problem[] {
  const parts = partsOf(name);
  if (parts !== undefined) return accountProblems(draft, path, parts.account);
  if (kindOfArn(name) === "federated") return [];
  const [, , , , account] = name.split(":");
  const own = accountNames(draft).find((one) => idOfAccount(draft, one) === account);
  if (own === undefined) return [];
  // By its ARN it would have no pinned id, and whoever makes it again would be trusted.
  const hint = `write role:${own}/<name>, user:${own}/<name> or account:${own}`;
  return [draft.file.problem(path, `${account} is the organization's own account ${own}`, hint)];
}

type Source = NonNullable<Draft["source"]["trust"]>[number];

/** An identity provider vouches for everybody who has an account with it. */
function federationProblems(draft: Draft, path: Path, name: string, one: Source): Problem[] {
  if (partsOf(name) !== undefined || kindOfArn(name) !== "federated") return [];
  const problem = (message: string, hint: string) => [draft.file.problem(path, message, hint)];
  const [, , , , account] = name.split(":");
  if (account !== idOfAccount(draft, one.account)) {
    return problem("is a provider of another account", "a role trusts those of its own account");
  }
  if (one.externalId !== undefined) {
    const hint = "declare it in a role of its own";
    return problem("who comes through a provider has no external id to give", hint);
  }
  if (one.conditions !== undefined) return [];
  return problem(
    "without conditions a provider's every user is trusted",
    "add conditions, such as one on the token's sub or aud",
  );
}
