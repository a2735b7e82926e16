/** Where an account is that nobody declared: units and `all` cover it as well. */
import type { Baseline, Caller } from "@holdfast/core";
import { pathOfOpen } from "../identity-center/closed.ts";

/** Path of the nearest declared unit on the way to the account; undefined: it is closed, or no member. */
export async function placeOf(
  account: string,
  aws: Caller<"organizations:DescribeAccount">,
  { units }: Baseline,
): Promise<string | undefined> {
  const path = await pathOfOpen(account, aws);
  if (path === undefined) return undefined;
  const around = units.filter(({ id }) => path.includes(id)).map((unit) => unit.path);
  return around.toSorted((a, b) => b.length - a.length)[0] ?? "Root";
}
