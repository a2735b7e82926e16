/** How a declaration names whom a role trusts, and what that is in a policy. */
import { nameOfManagement } from "../accounts.ts";
import type { Draft } from "../draft.ts";
import type { TrustedKind, TrustedPrincipal } from "./model.ts";

/** The account's id; undefined: no account has the name. */
export function idOfAccount(draft: Draft, name: string): string | undefined {
  const { accounts, organization } = draft.source;
  if (name === nameOfManagement(draft)) return organization.management;
  return Object.hasOwn(accounts, name) ? accounts[name]?.id : undefined;
}

/** Parts of a name such as `role:devops/CiCd`; undefined: it is an ARN. */
export function partsOf(name: string) {
  const parts = /^(role|user|account):([^/]+)(?:\/(.+))?$/.exec(name);
  if (parts === null) return undefined;
  const [, kind, account = "", path] = parts;
  return { kind: kind as Exclude<TrustedKind, "federated">, account, path };
}

/** Whether the lock file has to know its id: where Holdfast can look whether it is still the same. */
export function isPinned(name: string): boolean {
  return /^(role|user):/.test(name);
}

/** @param id as pinned; undefined where none is. Throws a `TypeError` for a name that passed no check. */
export function resolved(draft: Draft, name: string, id: string | undefined): TrustedPrincipal {
  const parts = partsOf(name);
  if (parts === undefined) return { kind: kindOfArn(name), name, arn: name };
  const account = idOfAccount(draft, parts.account);
  if (account === undefined) throw new TypeError(`${name} passed its check without an account`);
  const what = parts.kind === "account" ? "root" : `${parts.kind}/${parts.path}`;
  const arn = `arn:aws:iam::${account}:${what}`;
  return { kind: parts.kind, name, arn, ...(id !== undefined && { id }) };
}

export function kindOfArn(arn: string): TrustedKind {
  const what = arn.split(":").slice(5).join(":");
  if (what === "root") return "account";
  if (what.startsWith("role/")) return "role";
  return what.startsWith("user/") ? "user" : "federated";
}
