/** What the enforcer may do to people's access: give back what is declared, take away what is not. */
import type { LoggedCall, OrganizationSnapshot } from "@holdfast/lab";
import { everywhere } from "./center-distance.ts";

/** Writes that no baseline justifies, in words. */
export function unjustified(
  writes: readonly LoggedCall[],
  declared: OrganizationSnapshot,
  nameOf: (permissionSet: unknown) => string,
): string[] {
  const center = declared.identityCenter;
  if (!center) return [];
  const common = everywhere(declared);
  return writes.flatMap(({ action, input }) => {
    const account = String(input.TargetId);
    const assigned = `${nameOf(input.PermissionSetArn)} ${input.PrincipalType} ${input.PrincipalId}`;
    const wanted = account in declared.accounts ? (center.assignments[account] ?? []) : common;
    switch (action) {
      case "sso:CreateAccountAssignment":
        return wanted.includes(assigned) ? [] : [`gave ${assigned} in ${account}`];
      case "sso:DeleteAccountAssignment":
        return wanted.includes(assigned) ? [`took ${assigned} in ${account}`] : [];
      case "identitystore:CreateGroupMembership": {
        const { UserId } = Object(input.MemberId);
        const members = center.members[String(input.GroupId)] ?? [];
        return members.includes(UserId) ? [] : [`made ${UserId} a member of ${input.GroupId}`];
      }
      default:
        return [];
    }
  });
}
