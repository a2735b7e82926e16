/** The accounts that a scan of the accounts themselves goes through, several at a time. */
import { AwsError, type Caller, type Place, type SurveyContext } from "@holdfast/core";

/** So many accounts are read at a time: IAM counts calls by account. */
const AT_A_TIME = 8;

/** IAM is global; its calls are made, and recorded, in us-east-1. */
export function iamOf(account: string): Place {
  return { account, region: "us-east-1" };
}

/** AWS Organizations API Reference, `Account.State`: nobody can use what is in these. */
const OUT_OF_USE: ReadonlySet<string> = new Set([
  "CLOSED",
  "PENDING_ACTIVATION",
  "PENDING_CLOSURE",
  "SUSPENDED",
]);

/**
 * Those of the organization, declared or not, that are in use; one whose state AWS does not say counts as used.
 *
 * @param also accounts that something is declared in: one that has left can't be read, which is told
 */
export async function accountsOf(
  aws: Caller<"organizations:ListAccounts">,
  also: Iterable<string>,
): Promise<readonly string[]> {
  const found = new Set(also);
  for await (const { Accounts = [] } of aws.pages("organizations:ListAccounts", {})) {
    for (const { Id, State } of Accounts) {
      if (Id !== undefined && !OUT_OF_USE.has(State ?? "")) found.add(Id);
    }
  }
  return [...found].toSorted();
}

/** What `read` finds in each account that is asked about. One that can't be read is said to be not checked; the others go on. */
export async function* inEach<T>(
  accounts: readonly string[],
  context: SurveyContext,
  read: (account: string) => Promise<readonly T[]>,
): AsyncGenerator<T> {
  const asked = accounts.filter((account) => context.isAbout(account));
  for (let next = 0; next < asked.length; next += AT_A_TIME) {
    const some = asked.slice(next, next + AT_A_TIME);
    const found = await Promise.all(some.map((account) => attempt(() => read(account))));
    for (const [index, one] of found.entries()) {
      if (one instanceof AwsError) context.notChecked(iamOf(some[index] ?? ""), one);
      else yield* one;
    }
  }
}

async function attempt<T>(read: () => Promise<T>): Promise<T | AwsError> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

/** What a call gives; undefined if IAM says that there is no such thing. */
export async function unlessGone<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.class === "gone") return undefined;
    throw error;
  }
}
