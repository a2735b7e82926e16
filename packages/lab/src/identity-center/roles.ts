/**
 * What AWS writes into the trails of the accounts when it makes the roles of a permission set. None of
 * it is the deed of whoever it is logged under (recorded in a run of April 2023).
 */
import type { Random } from "@holdfast/core";
import { randomUpper, randomUuid } from "../random.ts";
import type { RecordJson } from "../trail/record.ts";
import { userIdentity } from "../trail/user-identity.ts";
import type { RoleChange } from "./provisioning.ts";
import { roleArn, rolePath, trustPolicy } from "./role-names.ts";
import type { PermissionSetContent, Provisioned } from "./state.ts";

const SSO = "sso.amazonaws.com";
const INLINE = "AwsSSOInlinePolicy";

/** Seconds: Identity Center lets its roles last as long as IAM allows, and sessions as long as the set. */
const LONGEST_SESSION = 43_200;

interface Deed {
  readonly eventName: string;
  readonly parameters: RecordJson;
  readonly answer?: RecordJson;
}

export interface RecordContext {
  readonly management: string;
  /** Of the instance. */
  readonly region: string;
  /** When the caller's session began, as ISO 8601. */
  readonly since: string;
  readonly random: Random;
}

/** In the order in which AWS does it. */
export function roleRecords(change: RoleChange, context: RecordContext): readonly RecordJson[] {
  const { account, before, after, call } = change;
  const { management, since, random } = context;
  // In the management account what gives access is logged under the human caller, by forward access.
  const identity: RecordJson =
    account === management && after !== undefined
      ? { ...Object(userIdentity(call.principal, since)), invokedBy: SSO }
      : serviceRole(account);
  const roleName = (after ?? before)?.role ?? "";
  return deedsOf(change, context).map(({ eventName, parameters, answer = null }) => ({
    userIdentity: identity,
    eventSource: "iam.amazonaws.com",
    eventName,
    sourceIPAddress: SSO,
    userAgent: SSO,
    requestParameters: { roleName, ...parameters },
    responseElements: answer,
    requestID: randomUuid(random),
    recipientAccountId: account,
  }));
}

function deedsOf(change: RoleChange, context: RecordContext): readonly Deed[] {
  const { before, after, description } = change;
  const contents = contentDeeds(before, after);
  if (after === undefined) return [...contents, { eventName: "DeleteRole", parameters: {} }];
  if (before === undefined) return [created(after, description, context), ...contents];
  const parameters = { description, maxSessionDuration: LONGEST_SESSION };
  return [{ eventName: "UpdateRole", parameters }, ...contents];
}

function created(
  { account, role: roleName }: Provisioned,
  description: string,
  { region, random }: RecordContext,
): Deed {
  const path = rolePath(region);
  const role = { path, roleName, ...(description !== "" && { description }) };
  const trust = trustPolicy(account);
  return {
    eventName: "CreateRole",
    parameters: { ...role, assumeRolePolicyDocument: trust, maxSessionDuration: LONGEST_SESSION },
    answer: {
      role: {
        ...role,
        roleId: `AROA${randomUpper(random, 17)}`,
        arn: roleArn(account, region, roleName),
        assumeRolePolicyDocument: encodeURIComponent(trust),
      },
    },
  };
}

/** What is attached and detached, written and deleted, so that the role has what it shall have. */
function contentDeeds(before?: Provisioned, after?: Provisioned): readonly Deed[] {
  const [had, has] = [policiesOf(before), policiesOf(after)];
  const [inline, wanted] = [before?.content.inlinePolicy, after?.content.inlinePolicy];
  const [bound, boundary] = [boundaryOf(before), boundaryOf(after)];
  const deed = (eventName: string, parameters: RecordJson): Deed => ({ eventName, parameters });
  return [
    ...had
      .filter((policyArn) => !has.includes(policyArn))
      .map((policyArn) => deed("DetachRolePolicy", { policyArn })),
    ...has
      .filter((policyArn) => !had.includes(policyArn))
      .map((policyArn) => deed("AttachRolePolicy", { policyArn })),
    ...(wanted === inline
      ? []
      : wanted === undefined
        ? [deed("DeleteRolePolicy", { policyName: INLINE })]
        : [deed("PutRolePolicy", { policyName: INLINE, policyDocument: wanted })]),
    ...(boundary === bound || after === undefined
      ? []
      : boundary === undefined
        ? [deed("DeleteRolePermissionsBoundary", {})]
        : [deed("PutRolePermissionsBoundary", { permissionsBoundary: boundary })]),
  ];
}

function policiesOf(role: Provisioned | undefined): readonly string[] {
  if (role === undefined) return [];
  const { managedPolicies, customerManagedPolicies } = role.content;
  const own = customerManagedPolicies.map((one) => customerArn(role.account, one));
  return [...managedPolicies.keys(), ...own];
}

function boundaryOf(role: Provisioned | undefined): string | undefined {
  const boundary = role?.content.boundary;
  if (role === undefined || boundary === undefined) return undefined;
  return "managedPolicyArn" in boundary
    ? boundary.managedPolicyArn
    : customerArn(role.account, boundary.customerManagedPolicyReference);
}

function customerArn(
  account: string,
  { path, name }: PermissionSetContent["customerManagedPolicies"][number],
): string {
  return `arn:aws:iam::${account}:policy${path}${name}`;
}

function serviceRole(account: string): RecordJson {
  const userName = "AWSServiceRoleForSSO";
  const path = `aws-service-role/${SSO}/${userName}`;
  return {
    type: "AssumedRole",
    principalId: "AROAHOLDFASTLABSSO01:AWS-SSO",
    arn: `arn:aws:sts::${account}:assumed-role/${userName}/AWS-SSO`,
    accountId: account,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: "AROAHOLDFASTLABSSO01",
        arn: `arn:aws:iam::${account}:role/${path}`,
        accountId: account,
        userName,
      },
      attributes: { mfaAuthenticated: "false" },
    },
    invokedBy: SSO,
  };
}
