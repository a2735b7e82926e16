/** Records of calls to services that the lab does not have, in the shapes that CloudTrail gives them. */
import type { RecordJson } from "../trail/record.ts";

/** `userIdentity` of an account's root user. */
export function rootIdentity(accountId: string): RecordJson {
  return {
    type: "Root",
    principalId: accountId,
    arn: `arn:aws:iam::${accountId}:root`,
    accountId,
    accessKeyId: "AKIAHOLDFASTLAB00001",
    // There, and empty.
    sessionContext: { sessionIssuer: {}, attributes: { mfaAuthenticated: "false" } },
  };
}

/** @param path with the user's name, e.g. `break-glass/olivia` */
export function userIdentity(accountId: string, path: string): RecordJson {
  return {
    type: "IAMUser",
    principalId: "AIDAHOLDFASTLABUSER01",
    arn: `arn:aws:iam::${accountId}:user/${path}`,
    accountId,
    accessKeyId: "AKIAHOLDFASTLAB00002",
    userName: path.split("/").at(-1) ?? "",
  };
}

/**
 * @param path with the role's name
 * @param session name that the caller chose
 */
export function sessionIdentity(accountId: string, path: string, session: string): RecordJson {
  const role = path.split("/").at(-1) ?? "";
  return {
    type: "AssumedRole",
    principalId: `AROAHOLDFASTLABROLE1:${session}`,
    arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${session}`,
    accountId,
    accessKeyId: "ASIAHOLDFASTLAB00003",
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: "AROAHOLDFASTLABROLE1",
        arn: `arn:aws:iam::${accountId}:role/${path}`,
        accountId,
        userName: role,
      },
      attributes: { creationDate: "2026-11-23T08:00:00Z", mfaAuthenticated: "false" },
    },
  };
}

/**
 * A call by somebody, for `lab.recorded`.
 * @param call `service:Name`
 * @param more members that differ from those of a successful call that changes something
 */
export function callRecord(identity: RecordJson, call: string, more: RecordJson = {}): RecordJson {
  const [service = "", eventName = ""] = call.split(":");
  return {
    userIdentity: identity,
    eventSource: `${service}.amazonaws.com`,
    eventName,
    sourceIPAddress: "203.0.113.10",
    userAgent: "aws-cli/2.31.0",
    requestParameters: null,
    responseElements: null,
    ...more,
  };
}

/** What IAM and most others leave of a refused call: its parameters are gone. */
export function refusal(
  call: string,
  resource: string,
  why = "with an explicit deny in a service control policy",
): RecordJson {
  return {
    errorCode: "AccessDenied",
    errorMessage: `User: somebody is not authorized to perform: ${call} on resource: ${resource} ${why}`,
    requestParameters: null,
  };
}
