/** Where declarations of Identity Center stand in the file: the compiled lists are in an order of their own. */
import type { Assignment } from "../../identity-center/model.ts";
import type { Path } from "../../positions.ts";
import type { LintContext } from "../rule.ts";

/** The part of the source that is looked at; it fits the schema, as the baseline loads. */
interface Source {
  readonly assignments?: readonly {
    readonly group?: string;
    readonly user?: string;
    readonly permissionSet: string;
    readonly accounts: string | readonly string[];
  }[];
  readonly groups?: Readonly<Record<string, { readonly guarded?: boolean }>>;
}

/** The path of an assignment. */
export function placeOf(assignment: Assignment, context: LintContext): Path {
  const { assignments = [] } = context.places.main.value as Source;
  const { principal, permissionSet } = assignment;
  const names = namesIn(assignment, context).toSorted().join("\n");
  const index = assignments.findIndex(
    (one) =>
      one.permissionSet === permissionSet &&
      (principal.type === "GROUP" ? one.group : one.user) === principal.name &&
      [one.accounts].flat().toSorted().join("\n") === names,
  );
  return ["assignments", index];
}

/** Whether the file says in so many words that a group is not guarded. */
export function isLeftUnguarded(group: string, { places }: LintContext): boolean {
  const { groups = {} } = places.main.value as Source;
  return Object.hasOwn(groups, group) && groups[group]?.guarded === false;
}

/** Accounts, units and `all`, as the file names them. */
function namesIn({ accounts, units, all }: Assignment, { baseline }: LintContext): string[] {
  const named = accounts.map((id) => baseline.accounts.find((one) => one.id === id)?.name ?? id);
  return [...named, ...units, ...(all ? ["all"] : [])];
}
