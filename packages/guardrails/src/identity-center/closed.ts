/** Accounts that are closed, or about to be: nothing arrives there any more, and nobody can use what is there. */
import { AwsError, type Caller } from "@holdfast/core";

const CLOSED: ReadonlySet<string> = new Set(["PENDING_CLOSURE", "SUSPENDED", "CLOSED"]);

/** Ids on the way from the root down to the account; undefined: it is closed, or no member at all. */
export async function pathOfOpen(
  AccountId: string,
  aws: Caller<"organizations:DescribeAccount">,
): Promise<readonly string[] | undefined> {
  try {
    const { Account } = await aws.call("organizations:DescribeAccount", { AccountId });
    if (CLOSED.has(Account?.State ?? "")) return undefined;
    // `o-…/r-…/ou-…/<account>/`: several only in theory.
    return (Account?.Paths?.[0] ?? "").split("/").filter(Boolean);
  } catch (error) {
    if (error instanceof AwsError && error.awsCode === "AccountNotFoundException") return undefined;
    throw error;
  }
}
