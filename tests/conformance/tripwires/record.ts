/** Records as the stories make them, with SecureCart's names for accounts. */
import type { Lab, RecordJson } from "@holdfast/lab";
import { rootIdentity, sessionIdentity, userIdentity } from "@holdfast/lab/stories";
import { baseline } from "../../support/securecart.ts";

export { callRecord as call, refusal as refused } from "@holdfast/lab/stories";

/** Throws if SecureCart has no such account. */
export function accountId(name: string): string {
  const id = baseline.accounts.find((account) => account.name === name)?.id;
  if (id === undefined) throw new Error(`SecureCart has no account ${name}`);
  return id;
}

export const root = (account: string) => rootIdentity(accountId(account));

/** @param path with the user's name */
export const user = (account: string, path: string) => userIdentity(accountId(account), path);

/** @param path with the role's name */
export const session = (account: string, path: string, name = "mallory") =>
  sessionIdentity(accountId(account), path, name);

/** What AWS says where nothing forbids a call, and nothing allows it. */
export const NO_POLICY = "because no identity-based policy allows the action";

/** Something that happens on the lab. */
export const happens = (record: RecordJson) => (lab: Lab) => lab.recorded(record);
