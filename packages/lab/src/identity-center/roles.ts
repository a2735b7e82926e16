/**
 * What AWS writes into the trails of the accounts when it makes the roles of a permission set. None of
 * it is the deed of whoever it is logged under (recorded in a run of April 2023).
 */
import { secondsOf } from "@holdfast/core";
import type { Principal } from "../service.ts";
import type { RecordJson } from "../trail/record.ts";
import { userIdentity } from "../trail/user-identity.ts";
import type { RoleChange } from "./provisioning.ts";
import type { PermissionSetContent } from "./state.ts";

const SSO = "sso.amazonaws.com";

/**
 * @param caller who asked for the change
 * @param since when their session began, as ISO 8601
 */
export function roleRecords(
  { kind, role: { account, role, content } }: RoleChange,
  caller: Principal | undefined,
  management: string,
  since: string,
): readonly RecordJson[] {
  // In the management account what gives access is logged under the human caller, by forward access.
  const human = account === management && kind !== "removed" ? caller : undefined;
  const identity: RecordJson = human
    ? { ...Object(userIdentity(human, since)), invokedBy: SSO }
    : serviceRole(account);
  const record = (eventName: string, requestParameters: RecordJson): RecordJson => ({
    userIdentity: identity,
    eventSource: "iam.amazonaws.com",
    eventName,
    sourceIPAddress: SSO,
    userAgent: SSO,
    requestParameters: { roleName: role, ...requestParameters },
    responseElements: null,
    recipientAccountId: account,
  });
  const policies = [...content.managedPolicies.keys()];
  if (kind === "removed") {
    return [
      ...policies.map((policyArn) => record("DetachRolePolicy", { policyArn })),
      record("DeleteRole", {}),
    ];
  }
  return [
    kind === "made" ? record("CreateRole", created(content)) : record("UpdateRole", {}),
    ...policies.map((policyArn) => record("AttachRolePolicy", { policyArn })),
    ...(content.inlinePolicy === undefined
      ? []
      : [record("PutRolePolicy", { policyName: "AwsSSOInlinePolicy" })]),
  ];
}

function created({ sessionDuration }: PermissionSetContent): RecordJson {
  const seconds = secondsOf(sessionDuration) ?? 0;
  return { path: "/aws-reserved/sso.amazonaws.com/", maxSessionDuration: seconds };
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
    },
    invokedBy: SSO,
  };
}
