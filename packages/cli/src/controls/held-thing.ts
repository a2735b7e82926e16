/** What a hold is on, as the incident table has it: one way to write it, so that it can be lifted. */
import { type Baseline, HoldfastError, principalIdIn } from "@holdfast/core";

/**
 * An account's id, the id of a user or group, or an ARN as it is.
 * @param named any of these, or the baseline's name of an account, user or group
 * @throws a `HoldfastError`: a name that fits nothing would hold nothing, and one that fits several the wrong one
 */
export function heldThing(named: string, baseline: Baseline): string {
  const { accounts } = baseline;
  if (/^\d{12}$/.test(named)) return named;
  const principal = principalIdIn(named);
  if (principal !== undefined) return principal;
  if (named.startsWith("arn:")) return named;
  const account = accounts.find(({ name }) => name === named);
  const ids = new Set([...(account ? [account.id] : []), ...principalsNamed(named, baseline)]);
  const [id, ...others] = ids;
  if (id !== undefined && others.length === 0) return id;
  const what =
    id === undefined
      ? "is no account, user or group of the baseline, and no ARN"
      : "is the name of several things";
  throw new HoldfastError("HOLD_UNKNOWN", `${JSON.stringify(named)} ${what}`, {
    source: "user",
    hint:
      id === undefined
        ? `Give an id, an ARN, or a name that the baseline has; its accounts are ${accounts.map(({ name }) => name).join(", ")}.`
        : `Give an id: ${[...ids].join(", ")}.`,
  });
}

function principalsNamed(name: string, { identityCenter }: Baseline): readonly string[] {
  const { groups = [], assignments = [] } = identityCenter ?? {};
  return [
    ...groups,
    ...groups.flatMap(({ members }) => members),
    ...assignments.map(({ principal }) => principal),
  ]
    .filter((one) => one.name === name)
    .map(({ id }) => id);
}
