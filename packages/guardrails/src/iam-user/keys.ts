/** Keys of this guardrail: users, by account and name. */
import type { Baseline, ResourceKey, TrailRecord } from "@holdfast/core";

export const GUARDRAIL = "iam-user";

const USER_NAME = /^[\w+=,.@-]{1,64}$/;

/** A declared user has the declaration's name: IAM takes names that differ in case for the same. */
export function keyOf(baseline: Baseline, account: string, name: string): ResourceKey {
  const resource = declaredUsers(baseline).find((arn) => isCalled(arn, account, name));
  return {
    guardrail: GUARDRAIL,
    account,
    region: "us-east-1",
    resource: resource === undefined ? name : nameIn(resource),
  };
}

/** Declared ones only; nothing, as long as the baseline does not say which users there may be. */
export function declaredKeys(baseline: Baseline): readonly ResourceKey[] {
  return declaredUsers(baseline).map((arn) =>
    keyOf(baseline, arn.split(":")[4] ?? "", nameIn(arn)),
  );
}

/** ARNs of the users that may exist. */
export function declaredUsers(baseline: Baseline): readonly string[] {
  const { iamUsers } = baseline;
  if (iamUsers === undefined) return [];
  return [...new Set([...iamUsers.allowed, ...emergencyUsers(baseline)])];
}

/** ARNs of the break-glass users, in each of their accounts. */
export function emergencyUsers({ breakGlass, accounts }: Baseline): readonly string[] {
  if (breakGlass === undefined) return [];
  const users = breakGlass.principals.filter((name) => name.startsWith("user/"));
  return accounts
    .filter(({ name }) => breakGlass.accounts.includes(name))
    .flatMap(({ id }) => users.map((user) => `arn:aws:iam::${id}:${user}`));
}

export function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

export function isCalled(arn: string, account: string, name: string): boolean {
  return arn.split(":")[4] === account && nameIn(arn).toLowerCase() === name.toLowerCase();
}

/**
 * Where a record says to look: the user that the call names, under its new name as well. A user's call
 * about itself names nobody; then the answer does, or it is the caller.
 */
export function keysOf(record: TrailRecord, baseline: Baseline): readonly ResourceKey[] {
  if (baseline.iamUsers === undefined) return [];
  const { account, request, response, actor } = record;
  const answered = Object.values(response).map((one) => Object(one).userName);
  const own = actor.type === "IAMUser" && actor.arn !== undefined ? nameIn(actor.arn) : undefined;
  const named = [request.userName, request.newUserName, ...answered].filter(
    (name): name is string => typeof name === "string" && USER_NAME.test(name),
  );
  const names = named.length > 0 || own === undefined ? named : [own];
  const keys = names.map((name) => keyOf(baseline, account, name));
  return keys.filter(
    (key, index) => keys.findIndex(({ resource }) => resource === key.resource) === index,
  );
}
