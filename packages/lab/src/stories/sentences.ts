/** Calls and sign-ins as clauses for people. */
import type { LoggedCall } from "../call-log.ts";
import type { RecordJson } from "../trail/record.ts";
import { saysNothing } from "./evidence.ts";
import { GUARD_DUTY_READS, GUARD_DUTY_WRITES } from "./guardduty-sentences.ts";
import { IAM_READS, IAM_WRITES, named } from "./iam-sentences.ts";
import { IDENTITY_CENTER_READS, IDENTITY_CENTER_WRITES } from "./identity-center-sentences.ts";
import { TRAIL_READS, TRAIL_WRITES } from "./trail-sentences.ts";

/** What an id is called; the id itself if it has no name. */
export type Name = (id: unknown) => string;

export type Clause = (
  input: Readonly<Record<string, unknown>>,
  name: Name,
  object: string,
) => string;

const WRITES: Readonly<Record<string, Clause>> = {
  AttachPolicy: ({ PolicyId }, name, target) => `attaches ${name(PolicyId)} to ${target}`,
  DetachPolicy: ({ PolicyId }, name, target) => `detaches ${name(PolicyId)} from ${target}`,
  CreatePolicy: ({ Name }) => `creates a policy named ${Name}`,
  // A name by the id, as it is called something else before and after.
  UpdatePolicy: ({ Content, Name, PolicyId }, _, policy) =>
    Name === undefined
      ? `changes the policy ${policy}`
      : `${Content === undefined ? "renames" : "changes and renames"} ${PolicyId} to ${Name}`,
  DeletePolicy: (_input, _name, policy) => `deletes the policy ${policy}`,
  EnablePolicyType: (_input, _name, type) => `enables the policy type ${type}`,
  DisablePolicyType: (_input, _name, type) => `disables the policy type ${type}`,
  CreateOrganizationalUnit: ({ Name, ParentId }, name) =>
    `creates the unit ${Name} in ${name(ParentId)}`,
  UpdateOrganizationalUnit: ({ Name }, _, unit) => `renames the unit ${unit} to ${Name}`,
  DeleteOrganizationalUnit: (_input, _name, unit) => `deletes the unit ${unit}`,
  MoveAccount: ({ SourceParentId, DestinationParentId }, name, account) =>
    `moves ${account} from ${name(SourceParentId)} to ${name(DestinationParentId)}`,
  CreateAccount: ({ AccountName }) => `creates an account named ${AccountName}`,
  CloseAccount: (_input, _name, account) => `closes the account ${account}`,
  RemoveAccountFromOrganization: (_input, _name, account) =>
    `removes ${account} from the organization`,
  LeaveOrganization: (_input, _name, account) => `takes ${account} out of the organization`,
  InviteAccountToOrganization: (_input, _name, account) => `invites the account ${account}`,
  AcceptHandshake: (_input, _name, account) => `accepts an invitation for ${account}`,
  RegisterDelegatedAdministrator: ({ ServicePrincipal }, _, account) =>
    `makes ${account} an administrator of ${ServicePrincipal}`,
  DeregisterDelegatedAdministrator: ({ ServicePrincipal }, _, account) =>
    `no longer has ${account} administer ${ServicePrincipal}`,
  EnableAWSServiceAccess: (_input, _name, service) => `gives ${service} access`,
  DisableAWSServiceAccess: (_input, _name, service) => `takes access from ${service}`,
  PutResourcePolicy: () => "writes the delegation policy",
  DeleteResourcePolicy: () => "deletes the delegation policy",
  ...IDENTITY_CENTER_WRITES,
  ...IAM_WRITES,
  ...TRAIL_WRITES,
  ...GUARD_DUTY_WRITES,
  TagResource: (_input, _name, object) => `tags ${object}`,
  UntagResource: (_input, _name, object) => `takes tags off ${object}`,
};

const READS: Readonly<Record<string, (object: string) => string>> = {
  ListPoliciesForTarget: (target) => `what is attached to ${target}`,
  ListTargetsForPolicy: (policy) => `what ${policy} is attached to`,
  DescribePolicy: (policy) => `the policy ${policy}`,
  ListPolicies: () => "which policies there are",
  ListRoots: () => "which policy types are enabled",
  DescribeOrganizationalUnit: (unit) => `the unit ${unit}`,
  ListOrganizationalUnitsForParent: (unit) => `which units are in ${unit}`,
  ListChildren: (unit) => `what is in ${unit}`,
  ListAccounts: () => "which accounts there are",
  ListAccountsForParent: (unit) => `which accounts are in ${unit}`,
  DescribeAccount: (account) => `the account ${account}`,
  ListParents: (child) => `what ${child} is in`,
  ListDelegatedAdministrators: () => "who administers services",
  ListDelegatedServicesForAccount: (account) => `what ${account} administers`,
  ListAWSServiceAccessForOrganization: () => "which services have access",
  DescribeResourcePolicy: () => "the delegation policy",
  ...IDENTITY_CENTER_READS,
  ...IAM_READS,
  ...TRAIL_READS,
  ...GUARD_DUTY_READS,
  ListTagsForResource: (object) => `the tags of ${object}`,
};

const operationOf = ({ action }: LoggedCall): string => action.slice(action.indexOf(":") + 1);

/** What a write does. Without its subject: whose call it is tells the line. */
export function writing(call: LoggedCall, name: Name): string {
  const operation = operationOf(call);
  const clause = WRITES[operation]?.(call.input, name, named(call.object, name));
  return `${clause ?? `calls ${operation}`}${refusal(call)}`;
}

/** What a read looks at. */
export function reading(call: LoggedCall, name: Name): string {
  const operation = operationOf(call);
  const found = saysNothing(call.outcome) ? ": there is nothing" : refusal(call);
  return `${READS[operation]?.(named(call.object, name)) ?? operation}${found}`;
}

function refusal({ outcome }: LoggedCall): string {
  return outcome === "ok" ? "" : `: refused, ${outcome}`;
}

/** The person of an Identity Center session; role and session otherwise, since both tell something. */
export function actor(arn: string, name: Name): string {
  const [, account, kind = "", role = "", session = ""] =
    /^arn:aws:(?:iam|sts)::(\d+):([^/]+)\/?([^/]*)\/?(.*)$/.exec(arn) ?? [];
  if (kind === "root") return `root of ${name(account)}`;
  if (role.startsWith("AWSReservedSSO_")) return session;
  return session === "" ? role : `${role}/${session}`;
}

/** What a record tells that is of no call to the lab. */
export function recorded(record: RecordJson, name: Name): string {
  const { eventName, recipientAccountId } = record;
  const who = actor(String(memberOf(record.userIdentity, "arn") ?? ""), name);
  const failed = record.errorCode ?? record.errorMessage;
  const what =
    eventName === "ConsoleLogin"
      ? `signs in to the console of ${name(recipientAccountId)}`
      : (byHand(record, name) ?? `calls ${eventName} in ${name(recipientAccountId)}`);
  return `${who || "somebody"} ${what}${failed === undefined ? "" : `: ${failed}`}`;
}

/** What somebody did to a group in the console; undefined: it is something else. */
function byHand({ eventName, requestParameters }: RecordJson, name: Name): string | undefined {
  const group = memberOf(requestParameters, "groupId");
  const user = memberOf(memberOf(requestParameters, "member"), "memberId");
  if (eventName === "AddMemberToGroup")
    return `adds ${name(user)} to ${name(group)} in the console`;
  if (eventName !== "RemoveMemberFromGroup") return undefined;
  return `removes ${name(user)} from ${name(group)} in the console`;
}

function memberOf(value: unknown, member: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.getOwnPropertyDescriptor(value, member)?.value
    : undefined;
}
