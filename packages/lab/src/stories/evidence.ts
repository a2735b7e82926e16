/**
 * What the lab itself saw: the only thing a verdict rests on. Imports nothing of what is judged, so
 * that a defect there can't excuse itself.
 */
import type { LoggedCall } from "../call-log.ts";
import type { Lab } from "../model.ts";
import type { AsffFinding } from "../services/securityhub.ts";
import type { SlackMessage } from "../services/slack/workspace.ts";
import type { PublishedMessage } from "../services/sns.ts";
import type { OrganizationSnapshot } from "../snapshot.ts";
import type { RecordJson } from "../trail/record.ts";
import { type Difference, differences } from "./differences.ts";

/** What became of what a finding is about, in ASFF. */
const OUTCOME = "holdfast/Outcome";

export interface Evidence {
  readonly before: OrganizationSnapshot;
  /** After the last change that was not the enforcer's, in the background or not. */
  readonly attacked: OrganizationSnapshot;
  readonly after: OrganizationSnapshot;
  /** How the organization differed from what it was before, after any change of somebody else. */
  readonly drift: readonly Difference[];
  /** When somebody else last wrote; when the act ended if nobody did. Epoch milliseconds. */
  readonly attackedAt: number;
  readonly calls: readonly LoggedCall[];
  /** Changes of the organization that the enforcer asked for, refused ones too. */
  readonly attempts: readonly LoggedCall[];
  /** Those that AWS took. */
  readonly writes: readonly LoggedCall[];
  /** Records of what was no call to the lab: sign-ins, and services that it does not have. */
  readonly otherRecords: readonly RecordJson[];
  /** Id of a policy, account or unit that there was at any time -> its last name. */
  readonly names: ReadonlyMap<string, string>;
  readonly findings: readonly AsffFinding[];
  readonly alerts: readonly PublishedMessage[];
  /** What the Slack channel shows; undefined: the deployment tells none. */
  readonly slack: readonly SlackMessage[] | undefined;
}

/** Whether a finding is about state: a tripwire's stays active, whatever was put right. */
export function isOfState({ ProductFields }: AsffFinding): boolean {
  const has = typeof ProductFields === "object" && ProductFields !== null;
  return !(has && OUTCOME in ProductFields && ProductFields[OUTCOME] === "TRIPPED");
}

/** Whether a call was made with the enforcer's role; sessions of other roles can't have its ARN. */
export function byEnforcer(call: LoggedCall): boolean {
  return call.role?.includes(":role/holdfast/") === true;
}

/** Calls that read or change the organization, its Identity Center and its accounts; all others serve Holdfast. */
const ORGANIZATION = /^(organizations|sso|identitystore|iam|cloudtrail|guardduty):/;

export function isOrganizationWrite(call: LoggedCall): boolean {
  return ORGANIZATION.test(call.action) && !call.readOnly;
}

export function isOrganizationRead(call: LoggedCall): boolean {
  return ORGANIZATION.test(call.action) && call.readOnly;
}

/** @param actedAt when the act ended */
export function gather(lab: Lab, before: OrganizationSnapshot, actedAt: number): Evidence {
  const calls = lab.calls();
  const requests = new Map(calls.map((call) => [call.requestId, call]));
  const changes = lab.changes();
  // The first one is the beginning. What was done through the console is no call.
  const attacks = changes.filter(({ requestId }) => {
    const call = requests.get(requestId ?? "");
    return requestId !== undefined && (call === undefined || !byEnforcer(call));
  });
  const attempts = calls.filter((call) => byEnforcer(call) && isOrganizationWrite(call));
  const attackers = calls.filter(
    (call) => !byEnforcer(call) && isOrganizationWrite(call) && call.outcome === "ok",
  );
  return {
    before,
    attacked: attacks.at(-1)?.organization ?? before,
    after: lab.organization(),
    drift: distinct(attacks.flatMap(({ organization }) => differences(before, organization))),
    attackedAt: attackers.at(-1)?.at ?? actedAt,
    calls,
    attempts,
    writes: attempts.filter(({ outcome }) => outcome === "ok"),
    otherRecords: lab.records().filter(({ requestID, eventType, sourceIPAddress }) => {
      // Roles that AWS makes for an assignment are nobody's deed.
      if (eventType === "AwsServiceEvent" || sourceIPAddress === "sso.amazonaws.com") return false;
      return !requests.has(String(requestID));
    }),
    names: new Map([
      ...changes.flatMap(({ organization }) => namesIn(organization)),
      ...namesIn(lab.organization()),
    ]),
    findings: lab.findings(),
    alerts: lab.published(),
    slack: lab.slack.channels().length > 0 ? lab.slack.messages() : undefined,
  };
}

/** The first of each key and path. */
function distinct(all: readonly Difference[]): readonly Difference[] {
  const found = new Map<string, Difference>();
  for (const one of all) {
    const id = `${one.key}/${one.path}`;
    if (!found.has(id)) found.set(id, one);
  }
  return [...found.values()];
}

function namesIn({
  policies,
  accounts,
  units,
  identityCenter,
}: OrganizationSnapshot): (readonly [id: string, name: string])[] {
  const { groups = {}, users = {}, permissionSetArns = {} } = identityCenter ?? {};
  return [
    ...[policies, accounts, units]
      .flatMap((things) => Object.values(things))
      .map(({ id, name }) => [id, name] as const),
    ...Object.entries(groups),
    ...Object.entries(users),
    ...Object.entries(permissionSetArns).map(([name, arn]) => [arn, name] as const),
  ];
}

/**
 * The enforcer's reads of one object, by the id that they name.
 * @param filter only attachments of this policy type
 */
export function readsOf(
  { calls }: Evidence,
  object: string,
  filter?: string,
): readonly LoggedCall[] {
  return calls.filter(
    (call) =>
      byEnforcer(call) &&
      isOrganizationRead(call) &&
      call.object === object &&
      (filter === undefined || call.input.Filter === filter),
  );
}

// The reads that show what a write has done; those that list show it of every object.
const SHOWN_BY: Readonly<Record<string, string>> = {
  AttachPolicy: "ListPoliciesForTarget",
  DetachPolicy: "ListPoliciesForTarget",
  CreatePolicy: "DescribePolicy ListPolicies",
  UpdatePolicy: "DescribePolicy",
  DeletePolicy: "ListPolicies",
  EnablePolicyType: "ListRoots",
  DisablePolicyType: "ListRoots",
  CreateOrganizationalUnit: "DescribeOrganizationalUnit ListOrganizationalUnitsForParent",
  UpdateOrganizationalUnit: "DescribeOrganizationalUnit ListOrganizationalUnitsForParent",
  DeleteOrganizationalUnit: "ListOrganizationalUnitsForParent",
  MoveAccount: "DescribeAccount ListParents ListAccounts ListAccountsForParent",
  CloseAccount: "DescribeAccount ListAccounts",
  RemoveAccountFromOrganization: "ListAccounts",
  RegisterDelegatedAdministrator: "ListDelegatedServicesForAccount ListDelegatedAdministrators",
  DeregisterDelegatedAdministrator: "ListDelegatedServicesForAccount ListDelegatedAdministrators",
  EnableAWSServiceAccess: "ListAWSServiceAccessForOrganization",
  DisableAWSServiceAccess: "ListAWSServiceAccessForOrganization",
  PutResourcePolicy: "DescribeResourcePolicy",
  DeleteResourcePolicy: "DescribeResourcePolicy",
  TagResource: "ListTagsForResource",
  UntagResource: "ListTagsForResource",
  CreateAccountAssignment: "ListAccountAssignments",
  DeleteAccountAssignment: "ListAccountAssignments",
  CreatePermissionSet: "DescribePermissionSet",
  DeletePermissionSet: "ListPermissionSets DescribePermissionSet",
  UpdatePermissionSet: "DescribePermissionSet",
  ProvisionPermissionSet: "ListAccountsForProvisionedPermissionSet",
  PutInlinePolicyToPermissionSet: "GetInlinePolicyForPermissionSet",
  DeleteInlinePolicyFromPermissionSet: "GetInlinePolicyForPermissionSet",
  AttachManagedPolicyToPermissionSet: "ListManagedPoliciesInPermissionSet",
  DetachManagedPolicyFromPermissionSet: "ListManagedPoliciesInPermissionSet",
  AttachCustomerManagedPolicyReferenceToPermissionSet:
    "ListCustomerManagedPolicyReferencesInPermissionSet",
  DetachCustomerManagedPolicyReferenceFromPermissionSet:
    "ListCustomerManagedPolicyReferencesInPermissionSet",
  PutPermissionsBoundaryToPermissionSet: "GetPermissionsBoundaryForPermissionSet",
  DeletePermissionsBoundaryFromPermissionSet: "GetPermissionsBoundaryForPermissionSet",
  CreateGroupMembership: "ListGroupMemberships",
  DeleteGroupMembership: "ListGroupMemberships",
  CreateDetector: "ListDetectors",
  UpdateDetector: "GetDetector",
  UpdateOrganizationConfiguration: "DescribeOrganizationConfiguration",
  UpdateFilter: "GetFilter",
  UpdateIPSet: "GetIPSet",
  CreateTrail: "GetTrail",
  UpdateTrail: "GetTrail",
  StartLogging: "GetTrailStatus",
  PutEventSelectors: "GetEventSelectors",
  UpdateAssumeRolePolicy: "GetRole",
  AttachUserPolicy: "ListAttachedUserPolicies",
  DetachUserPolicy: "ListAttachedUserPolicies",
  DeleteLoginProfile: "GetLoginProfile",
  UpdateAccessKey: "ListAccessKeys",
};
const LISTS =
  /:List(?:Policies|Roots|PermissionSets|GroupMemberships|Accounts|AccountsForParent|OrganizationalUnitsForParent|DelegatedAdministrators|AWSServiceAccessForOrganization)$/;

/** Whether a read of the enforcer shows what a write has done. */
export function rereads(read: LoggedCall, write: LoggedCall): boolean {
  const [, reading = ""] = read.action.split(":");
  const [, writing = ""] = write.action.split(":");
  if (!byEnforcer(read) || !SHOWN_BY[writing]?.split(" ").includes(reading)) return false;
  return LISTS.test(read.action) || read.object === write.object;
}

/** Whether a read says what there is; that there is nothing is an answer, too. */
export function answered({ outcome }: LoggedCall): boolean {
  return outcome === "ok" || saysNothing(outcome);
}

/** Who asks what an account administers, or for a policy, and is told that there is none. */
export function saysNothing(outcome: string): boolean {
  return /(?:Not(?:Registered|Found)|NoSuchEntity)Exception$/.test(outcome);
}
