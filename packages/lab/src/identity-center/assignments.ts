/** Who has which permission set in which account. */

import { withEntry } from "../organizations/state.ts";
import type { Operation } from "../service.ts";
import { conflict, denied, notFound } from "./errors.ts";
import { type Input, object, oneOf, text } from "./input.ts";
import { setIn } from "./permission-set-reads.ts";
import type { Provisioning } from "./provisioning.ts";
import { type Center, checkInstance } from "./reader.ts";
import { described, type Requests } from "./requests.ts";
import {
  type Assignment,
  assignmentKey,
  type IdentityCenterState,
  provisionedKey,
} from "./state.ts";

type Name =
  | "ListAccountAssignments"
  | "ListAccountAssignmentsForPrincipal"
  | "CreateAccountAssignment"
  | "DeleteAccountAssignment";

const TYPES = ["USER", "GROUP"] as const;
/** Identity Center quotas: calls of CreateAccountAssignment that are not done. */
const OUTSTANDING = 15;

export function assignmentOperations(
  center: Center,
  requests: Requests,
  provisioning: Provisioning,
): Readonly<Record<Name, Operation>> {
  /** The assignment that an input names, of a set and an account that there are. */
  function assignmentIn(input: Input): Assignment {
    const state = center.current();
    checkInstance(state, input);
    oneOf(input, "TargetType", ["AWS_ACCOUNT"]);
    const { arn } = setIn(state, input);
    const account = text(input, "TargetId", /^\d{12}$/);
    if (!center.organization().accounts.has(account)) throw notFound("The account");
    const principalType = oneOf(input, "PrincipalType", TYPES);
    const principal = text(input, "PrincipalId");
    return { account, permissionSet: arn, principalType, principal };
  }

  function refuseWhileChanging(one: Assignment): void {
    const changing = [
      ...requests.underWay("create-assignment"),
      ...requests.underWay("delete-assignment"),
    ].some(
      ({ permissionSet, account, principal }) =>
        permissionSet === one.permissionSet &&
        account === one.account &&
        principal === one.principal,
    );
    if (changing) throw conflict("The assignment is being changed already.");
  }

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
      const type = oneOf(input, "PrincipalType", TYPES);
      const principals = standingFor(state, type, text(input, "PrincipalId"));
      const { AccountId } = object(input.Filter);
      const found = [...state.assignments.values()].filter(
        (one) =>
          principals.has(one.principal) && (AccountId === undefined || one.account === AccountId),
      );
      return center.listed("AccountAssignments", input, found, shape);
    },
    CreateAccountAssignment(input) {
      const one = assignmentIn(input);
      const { users, groups } = center.current();
      const principals: ReadonlyMap<string, unknown> =
        one.principalType === "USER" ? users : groups;
      if (!principals.has(one.principal)) throw notFound(`The ${one.principalType.toLowerCase()}`);
      refuseWhileChanging(one);
      if (requests.underWay("create-assignment").length >= OUTSTANDING) {
        throw conflict(`${OUTSTANDING} assignments are being made already.`);
      }
      const request = requests.begin({ kind: "create-assignment", ...one }, () => {
        const { permissionSets, provisioned } = center.current();
        const set = permissionSets.get(one.permissionSet);
        if (set === undefined) return "The permission set was deleted.";
        // The first assignment brings the role; later ones find it as it was last provisioned.
        const failed = provisioned.has(provisionedKey(one))
          ? undefined
          : provisioning.push(set, one.account);
        if (failed === undefined) center.set("assignments", assignmentKey(one), one);
        return failed;
      });
      return { AccountAssignmentCreationStatus: described(request) };
    },
    DeleteAccountAssignment(input) {
      const one = assignmentIn(input);
      refuseWhileChanging(one);
      if (!center.current().assignments.has(assignmentKey(one))) throw notFound("The assignment");
      const request = requests.begin({ kind: "delete-assignment", ...one }, () => {
        const { assignments } = center.current();
        center.update({ assignments: withEntry(assignments, assignmentKey(one), undefined) });
        const last = ![...center.current().assignments.values()].some(
          ({ account, permissionSet }) =>
            account === one.account && permissionSet === one.permissionSet,
        );
        if (last) provisioning.remove(one.permissionSet, one.account);
        return undefined;
      });
      return { AccountAssignmentDeletionStatus: described(request) };
    },
  };
}

/** The principal itself and, for a user, the groups that it is in. */
function standingFor(
  { memberships }: IdentityCenterState,
  type: (typeof TYPES)[number],
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
