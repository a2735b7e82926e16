/** Where an account is that nobody declared: units and `all` cover it as well. */
import { AwsError, type Baseline, type Caller } from "@holdfast/core";

/** In a closed account nothing can be done any more, also by those who are still assigned. */
const CLOSED: ReadonlySet<string> = new Set(["PENDING_CLOSURE", "SUSPENDED", "CLOSED"]);

/**
 * Path of the nearest declared unit on the way to the account; undefined: it is no member of the
 * organization, or closed.
 */
export async function placeOf(
  AccountId: string,
  aws: Caller<"organizations:DescribeAccount">,
  { units }: Baseline,
): Promise<string | undefined> {
  try {
    const { Account } = await aws.call("organizations:DescribeAccount", { AccountId });
    if (CLOSED.has(Account?.State ?? "")) return undefined;
    // `o-…/r-…/ou-…/<account>/`: several only in theory.
    const ids = new Set((Account?.Paths?.[0] ?? "").split("/"));
    const around = units.filter(({ id }) => ids.has(id)).map(({ path }) => path);
    return around.toSorted((a, b) => b.length - a.length)[0] ?? "Root";
  } catch (error) {
    if (error instanceof AwsError && error.awsCode === "AccountNotFoundException") return undefined;
    throw error;
  }
}
