/** Accounts that are closed, or about to be: nothing arrives there any more, and nobody can use what is there. */
import { AwsError, type Caller, type Output } from "@holdfast/core";

type Described = NonNullable<Output<"organizations:DescribeAccount">["Account"]>;

/** Ids on the way from the root down to the account; undefined: it is closed, or no member at all. */
export async function pathOfOpen(
  AccountId: string,
  aws: Caller<"organizations:DescribeAccount">,
): Promise<readonly string[] | undefined> {
  try {
    const { Account } = await aws.call("organizations:DescribeAccount", { AccountId });
    return pathIn(Account ?? {});
  } catch (error) {
    if (error instanceof AwsError && error.awsCode === "AccountNotFoundException") return undefined;
    throw error;
  }
}

/** The same, of an account as AWS describes it. Throws an `AwsError` where AWS does not say: nobody may guess. */
export function pathIn({ State: state, Paths }: Described): readonly string[] | undefined {
  // `o-…/r-…/ou-…/<account>/`: several only in theory.
  const path = (Paths?.[0] ?? "").split("/").filter(Boolean);
  if (state === undefined || path.length === 0) {
    const message = "AWS describes an account without its state or its place";
    throw new AwsError("organizations:DescribeAccount", "AnswerIncomplete", "refused", message);
  }
  return state === "ACTIVE" ? path : undefined;
}
