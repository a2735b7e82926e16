/** Trust that AWS and Holdfast make themselves, exactly as they make it. */
import type { Organization } from "./want.ts";
import { isUniqueId, type WayIn } from "./ways-in.ts";

/** Roles that only AWS can change: linked to a service, or kept by Identity Center. */
const UNCHANGEABLE = /^arn:aws:iam::\d{12}:role\/aws-(service-role|reserved)\//;

/** Roles that AWS makes for the management account; whoever is admitted there is its own business. */
const ADMINISTRATION = ["AWSControlTowerExecution", "OrganizationAccountAccessRole"];

/** Made in every account that service-managed StackSets deploy to. */
const STACK_SETS = /^stacksets-exec-[0-9a-f]+$/;
const STACK_SETS_ADMINISTRATOR =
  "role/aws-service-role/stacksets.cloudformation.amazonaws.com/AWSServiceRoleForCloudFormationStackSetsOrgAdmin";

/** Services that act for somebody who is outside AWS, or past permission sets. */
const DOORS: Readonly<Record<string, string>> = {
  "account-access.amazonaws.com": "users and groups that account access manager entitles",
  "rolesanywhere.amazonaws.com": "whoever has a certificate that IAM Roles Anywhere takes",
};

/** Nobody can put these right but AWS itself, so they are not looked at. */
export function isUnchangeable(arn: string): boolean {
  return UNCHANGEABLE.test(arn);
}

export interface RoleAt {
  /** Account of the role. */
  readonly account: string;
  readonly arn: string;
}

/** Whether a way leads in from beyond the role's account, and nobody but the baseline can allow it. */
export function isBeyond(
  way: WayIn,
  { account, arn }: RoleAt,
  organization: Organization,
): boolean {
  const { management } = organization;
  const { type, principal } = way;
  if (type === "Service") return Object.hasOwn(DOORS, principal);
  if (type === "AWS") {
    // Nobody at all: the id of a role or user that is gone.
    if (isUniqueId(principal)) return false;
    if (new RegExp(`^arn:aws:(iam|sts)::${account}:`).test(principal)) return false;
    // AWS makes them on no path; on another one they are somebody else's.
    const name = arn.slice(`arn:aws:iam::${account}:role/`.length);
    const administrators = `arn:aws:iam::${management}:root`;
    if (principal === administrators && ADMINISTRATION.includes(name)) return false;
    if (principal === `arn:aws:iam::${management}:${STACK_SETS_ADMINISTRATOR}`) {
      return !STACK_SETS.test(name);
    }
    return !(principal === administrators && isHoldfasts(way, arn, organization));
  }
  return true;
}

/** Holdfast's two roles in each account let in its functions, one of them operators, and nobody else by that name. */
function isHoldfasts(
  { condition }: WayIn,
  arn: string,
  { management, id, operators }: Organization,
): boolean {
  const [, what] = /:role\/holdfast\/holdfast-[\w-]+-(observe|remediate)$/.exec(arn) ?? [];
  if (what === undefined) return false;
  const callers = condition.ArnEquals?.["aws:principalarn"] ?? [];
  const organizations = condition.StringEquals?.["aws:principalorgid"] ?? [];
  const own = new RegExp(`^arn:aws:iam::${management}:role/holdfast/holdfast-[\\w-]+$`);
  const mayLook = (caller: string) => what === "observe" && operators.includes(caller);
  return (
    callers.length > 0 &&
    callers.every((caller) => own.test(caller) || mayLook(caller)) &&
    organizations.length === 1 &&
    organizations[0] === id
  );
}

/** Who that is, for people. */
export function described({ type, principal }: Pick<WayIn, "type" | "principal">): string {
  if (principal === "*") return "everybody in any account";
  if (type === "Service" && DOORS[principal] !== undefined) {
    return `${DOORS[principal]} (${principal})`;
  }
  if (type === "Federated") return `users of the identity provider ${shown(principal)}`;
  if (isUniqueId(principal)) return `${principal}, which is gone`;
  const account = /^arn:aws:iam::(\d{12}):root$/.exec(principal)?.[1];
  return account === undefined ? shown(principal) : `the whole account ${account}`;
}

/** Whoever writes a policy chooses what is in it. */
function shown(principal: string): string {
  return /^[\w+=,.@:/-]+$/.test(principal) ? principal : JSON.stringify(principal);
}
