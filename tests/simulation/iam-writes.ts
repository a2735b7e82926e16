/** What the enforcer may do to users and roles: contain whom nobody declared, let in nobody but who is declared. */
import type { LoggedCall, OrganizationChange, OrganizationSnapshot } from "@holdfast/lab";
import { admitted, idOf, trustedBy } from "./iam-distance.ts";

/** Writes that no baseline justifies, in words. */
export function unjustifiedInIam(
  writes: readonly LoggedCall[],
  declared: OrganizationSnapshot,
  changes: readonly OrganizationChange[],
): string[] {
  return writes
    .filter(({ action }) => action.startsWith("iam:"))
    .flatMap((call) => {
      const index = changes.findIndex(({ requestId }) => requestId === call.requestId);
      const before = changes[index - 1]?.organization;
      if (before === undefined) return []; // It was so already.
      return call.action === "iam:UpdateAssumeRolePolicy"
        ? ofTrust(call, declared, before)
        : ofUser(call, declared, before);
    });
}

/** A declared user keeps everything but a key whose time is over. */
function ofUser(
  { action, input, object = "" }: LoggedCall,
  declared: OrganizationSnapshot,
  before: OrganizationSnapshot,
): string[] {
  const [user, there] = [declared.iam.users[object], before.iam.users[object]];
  const isDeclared = user !== undefined && user.path === there?.path;
  const takes =
    input.Status === "Inactive" ||
    action === "iam:DeleteLoginProfile" ||
    action === "iam:DetachUserPolicy" ||
    (action === "iam:AttachUserPolicy" && String(input.PolicyArn).endsWith("/AWSDenyAll"));
  if (!takes) return [`${action} gave ${object} something`];
  return isDeclared && action !== "iam:UpdateAccessKey" ? [`${action} on ${object}`] : [];
}

/** Nobody is let in who was not already or is not declared and still the same. */
function ofTrust(
  { input, object = "" }: LoggedCall,
  declared: OrganizationSnapshot,
  before: OrganizationSnapshot,
): string[] {
  const wanted = declared.iam.roles[object];
  const allowed = wanted === undefined ? [] : trustedBy(wanted);
  const then = before.iam.roles[object];
  return admitted(String(input.PolicyDocument)).flatMap((who) => {
    if (then !== undefined && admitted(then.trust).includes(who)) {
      // Kept, as far as it may be.
      return wanted === undefined || allowed.includes(who)
        ? []
        : [`${object} still lets in ${who}`];
    }
    if (!allowed.includes(who)) return [`${object} was opened to ${who}`];
    const same = idOf(who, before) === idOf(who, declared);
    return same ? [] : [`${object} was opened to the successor of ${who}`];
  });
}
