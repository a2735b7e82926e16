/** Who is given which permission set in which account, and who no longer. */
import type { Operation } from "../service.ts";
import { conflict, notFound, quotaExceeded } from "./errors.ts";
import { type Input, oneOf, text } from "./input.ts";
import { setIn } from "./permission-set-reads.ts";
import type { Provisioning } from "./provisioning.ts";
import { type Center, checkInstance } from "./reader.ts";
import { described, type Requests } from "./requests.ts";
import { type Assignment, assignmentKey, provisionedKey } from "./state.ts";

/** Identity Center quotas: calls of CreateAccountAssignment that are not done, sets in an account. */
const OUTSTANDING = 15;
const MOST_SETS = 500;

export function assignmentOperations(
  center: Center,
  requests: Requests,
  provisioning: Provisioning,
): Readonly<Record<"CreateAccountAssignment" | "DeleteAccountAssignment", Operation>> {
  /** The assignment that an input names, of a set and an account that there are. */
  function assignmentIn(input: Input): Assignment {
    const state = center.current();
    checkInstance(state, input);
    oneOf(input, "TargetType", ["AWS_ACCOUNT"]);
    const { arn } = setIn(state, input);
    const account = text(input, "TargetId", /^\d{12}$/);
    if (!center.organization().accounts.has(account)) throw notFound("The account");
    const principalType = oneOf(input, "PrincipalType", ["USER", "GROUP"]);
    const principal = text(input, "PrincipalId");
    return { account, permissionSet: arn, principalType, principal };
  }

  function refuseWhileChanging(one: Assignment): void {
    const changing = [
      ...requests.underWay("create-assignment", one.permissionSet),
      ...requests.underWay("delete-assignment", one.permissionSet),
    ].some(({ account, principal }) => account === one.account && principal === one.principal);
    if (changing) throw conflict("The assignment is being changed already.");
  }

  const isProvisioned = (one: Assignment) => center.current().provisioned.has(provisionedKey(one));

  function refuseTooMany(account: string): void {
    const places = [...center.current().provisioned.values()];
    if (places.filter((place) => place.account === account).length < MOST_SETS) return;
    throw quotaExceeded("You have exceeded the number of permission sets of the account.");
  }

  /** Why an assignment can't be made. */
  function unknown({ principalType, principal }: Assignment): string | undefined {
    const { users, groups, identityStore } = center.current();
    if ((principalType === "USER" ? users : groups).has(principal)) return undefined;
    return `Received a 404 status error: the ${principalType} assignee ${principal} was not found in directory ${identityStore}.`;
  }

  return {
    CreateAccountAssignment(input, call) {
      const one = assignmentIn(input);
      refuseWhileChanging(one);
      if (requests.underWay("create-assignment").length >= OUTSTANDING) {
        throw conflict(`${OUTSTANDING} assignments are being made already.`);
      }
      if (!isProvisioned(one)) refuseTooMany(one.account);
      const work = () => {
        // The first assignment brings the role; later ones find it as it was last provisioned, and
        // in the management account even they need the caller's rights.
        const failed = unknown(one) ?? provisioning.admit(call, one.permissionSet, one.account);
        if (failed === undefined) center.set("assignments", assignmentKey(one), one);
        return failed;
      };
      const request = requests.begin(call, { kind: "create-assignment", ...one }, [work]);
      return { AccountAssignmentCreationStatus: described(request) };
    },
    DeleteAccountAssignment(input, call) {
      const one = assignmentIn(input);
      refuseWhileChanging(one);
      const work = () => {
        const { assignments } = center.current();
        const key = assignmentKey(one);
        if (!assignments.has(key)) {
          return "Received a 404 status error: EntitlementItem doesn't exist with the given entitlement key.";
        }
        const others = [...assignments.values()].some(
          (other) =>
            other.account === one.account &&
            other.permissionSet === one.permissionSet &&
            assignmentKey(other) !== key,
        );
        // The last one takes the role along.
        const failed = others
          ? undefined
          : provisioning.remove(call, one.permissionSet, one.account);
        if (failed === undefined) center.set("assignments", key, undefined);
        return failed;
      };
      const request = requests.begin(call, { kind: "delete-assignment", ...one }, [work]);
      return { AccountAssignmentDeletionStatus: described(request) };
    },
  };
}
