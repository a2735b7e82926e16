/** Whose credentials are at hand. */
import { type CallOptions, createCall } from "./call.ts";

export interface CallerIdentity {
  /** Twelve digits. */
  readonly account: string;
  /** With the session, where it is one. */
  readonly arn: string;
  /** Name of the role behind a session. */
  readonly role?: string;
}

/** Needs no permission. Throws an `AwsError`; without credentials its code is `CredentialsProviderError`. */
export async function callerIdentity(options: CallOptions): Promise<CallerIdentity> {
  const { Account = "", Arn = "" } = await createCall(options)("sts:GetCallerIdentity", {});
  const [, role] = /^arn:[^:]+:sts::\d+:assumed-role\/([^/]+)\//.exec(Arn) ?? [];
  return { account: Account, arn: Arn, ...(role !== undefined && { role }) };
}
