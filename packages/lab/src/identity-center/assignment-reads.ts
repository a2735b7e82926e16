/** Reads of assignments: of a permission set in an account, and of a user or group everywhere. */
import type { Operation } from "../service.ts";
import { denied } from "./errors.ts";
import { object, oneOf, text } from "./input.ts";
import { setIn } from "./permission-set-reads.ts";
import { type Center, checkInstance } from "./reader.ts";
import type { Assignment, IdentityCenterState } from "./state.ts";

type Name = "ListAccountAssignments" | "ListAccountAssignmentsForPrincipal";

export function assignmentReads(center: Center): Readonly<Record<Name, Operation>> {
  return {
    ListAccountAssignments(input) {
      const state = center.view();
      checkInstance(state, input);
      const { arn } = setIn(state, input);
      const account = text(input, "AccountId", /^\d{12}$/);
      const found = [...state.assignments.values()].filter(
        (one) => one.permissionSet === arn && one.account === account,
      );
      return center.listed("AccountAssignments", input, found, shape);
    },
    ListAccountAssignmentsForPrincipal(input, call) {
      if (call.principal.account !== center.organization().management) {
        throw denied("Only the management account can call this operation.");
      }
      const state = center.view();
      checkInstance(state, input);
      const type = oneOf(input, "PrincipalType", ["USER", "GROUP"]);
      const principals = standingFor(state, type, text(input, "PrincipalId"));
      const { AccountId } = object(input.Filter);
      const found = [...state.assignments.values()].filter(
        (one) =>
          principals.has(one.principal) && (AccountId === undefined || one.account === AccountId),
      );
      return center.listed("AccountAssignments", input, found, shape);
    },
  };
}

/** The principal itself and, for a user, the groups that it is in. */
function standingFor(
  { memberships }: IdentityCenterState,
  type: Assignment["principalType"],
  id: string,
): ReadonlySet<string> {
  const groups = [...memberships.values()].filter(({ user }) => type === "USER" && user === id);
  return new Set([id, ...groups.map(({ group }) => group)]);
}

function shape({ account, permissionSet, principalType, principal }: Assignment) {
  return {
    AccountId: account,
    PermissionSetArn: permissionSet,
    PrincipalType: principalType,
    PrincipalId: principal,
  };
}
