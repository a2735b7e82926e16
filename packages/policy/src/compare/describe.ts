/** A witness in one sentence, for people. */
import type { ContextValue } from "../evaluate/context.ts";
import type { Witness } from "./witness.ts";

const UNSAID = new Set(["aws:principalarn", "aws:principalaccount"]);

/**
 * For example "a role in Staging may now call guardduty:DeleteDetector". The text holds strings from
 * policies: escape it where it is shown.
 * @param direction `opened`: the new policies allow it; `closed`: they refuse it
 * @param accountName instead of the account's id
 */
export function describeWitness(
  { request, known }: Witness,
  direction: "opened" | "closed",
  accountName: string = request.principal.account,
): string {
  const { action, resource, principal, context } = request;
  const may = direction === "opened" ? "may now" : "may no longer";
  const what = known ? action : `${action} (or another action that AWS may add)`;
  const where = resource === "*" ? "" : ` on ${resource}`;
  const rest = Object.entries(context)
    .filter(([key]) => !UNSAID.has(key.toLowerCase()))
    .map(([key, value]) => `${key} ${textOf(value)}`);
  const when = rest.length === 0 ? "" : ` with ${rest.join(" and ")}`;
  return `${principalOf(principal.arn)} in ${accountName} ${may} call ${what}${where}${when}`;
}

function principalOf(arn: string): string {
  const [, , , , , ...rest] = arn.split(":");
  const name = rest.join(":");
  if (name === "root") return "the root user";
  const [, set] =
    /^role\/aws-reserved\/sso\.amazonaws\.com\/.*AWSReservedSSO_(.+)_[^_]+$/.exec(name) ?? [];
  if (set !== undefined) return `a user of the permission set ${set}`;
  if (name === "role/Developer") return "a role";
  if (name === "user/alice") return "an IAM user";
  return name.startsWith("role/") ? `the role ${name.slice("role/".length)}` : name;
}

function textOf(value: ContextValue): string {
  return typeof value === "string" ? value : `[${value.join(", ")}]`;
}
