import {
  ConstraintViolationException,
  TooManyRequestsException,
} from "@aws-sdk/client-organizations";
import { AwsError } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { toAwsError } from "./errors.ts";

/** An error as the SDK throws it. */
function sdkError(name: string, fields: object = {}): Error {
  return Object.assign(new Error("sorry"), { name, $metadata: { httpStatusCode: 400 } }, fields);
}

describe("toAwsError", () => {
  it.each([
    ["organizations:AttachPolicy", "DuplicatePolicyAttachmentException", "already"],
    ["organizations:DetachPolicy", "PolicyNotAttachedException", "already"],
    ["organizations:ListPoliciesForTarget", "TargetNotFoundException", "gone"],
    ["organizations:DescribePolicy", "PolicyNotFoundException", "gone"],
    ["organizations:AttachPolicy", "PolicyTypeNotEnabledException", "outdated"],
    ["organizations:MoveAccount", "SourceParentNotFoundException", "outdated"],
    ["organizations:UpdateOrganizationalUnit", "DuplicateOrganizationalUnitException", "outdated"],
    ["organizations:MoveAccount", "DuplicateAccountException", "already"],
    ["organizations:AttachPolicy", "TooManyRequestsException", "throttled"],
    ["organizations:AttachPolicy", "ConcurrentModificationException", "conflict"],
    ["organizations:AttachPolicy", "PolicyChangesInProgressException", "conflict"],
    ["organizations:AttachPolicy", "AccessDeniedException", "denied"],
    ["organizations:AttachPolicy", "AccessDenied", "denied"],
    ["organizations:AttachPolicy", "ServiceException", "transient"],
    ["organizations:AttachPolicy", "InvalidInputException", "refused"],
    ["organizations:ListRoots", "AWSOrganizationsNotInUseException", "refused"],
    ["dynamodb:PutItem", "ConditionalCheckFailedException", "refused"],
    ["dynamodb:PutItem", "TransactionConflictException", "conflict"],
    ["dynamodb:PutItem", "ProvisionedThroughputExceededException", "throttled"],
    ["dynamodb:PutItem", "LimitExceededException", "limit"],
    ["dynamodb:GetItem", "ResourceNotFoundException", "gone"],
    ["sqs:SendMessage", "AWS.SimpleQueueService.NonExistentQueue", "gone"],
    ["sns:Publish", "NotFoundException", "gone"],
    ["sns:Publish", "AuthorizationErrorException", "denied"],
    ["securityhub:BatchImportFindings", "LimitExceededException", "throttled"],
    ["securityhub:BatchImportFindings", "InvalidAccessException", "denied"],
    ["identitystore:DescribeUser", "ResourceNotFoundException", "gone"],
    ["identitystore:DeleteGroupMembership", "ResourceNotFoundException", "already"],
    ["iam:GetUser", "NoSuchEntityException", "gone"],
    ["iam:UpdateAccessKey", "NoSuchEntity", "already"],
    ["iam:DeleteLoginProfile", "EntityTemporarilyUnmodifiableException", "conflict"],
    ["iam:AttachUserPolicy", "LimitExceededException", "limit"],
    ["iam:AttachUserPolicy", "NoSuchEntityException", "outdated"],
    ["iam:UpdateAssumeRolePolicy", "MalformedPolicyDocument", "outdated"],
    ["cloudtrail:GetTrail", "TrailNotFoundException", "gone"],
    ["identitystore:CreateGroupMembership", "ResourceNotFoundException", "outdated"],
    ["identitystore:CreateGroupMembership", "ThrottlingException", "throttled"],
    ["organizations:ListRoots", "CredentialsProviderError", "denied"],
    ["organizations:ListRoots", "com.amazonaws#ThrottlingException", "throttled"],
    ["organizations:ListRoots", "NeverHeardOfException", "refused"],
  ])("calls %s answered by %s: %s", (action, name, expected) => {
    expect(toAwsError(action, sdkError(name))).toMatchObject({ action, class: expected });
  });

  it.each([
    ["identitystore:CreateGroupMembership", "UNIQUENESS_CONSTRAINT_VIOLATION", "already"],
    ["identitystore:CreateGroupMembership", "CONCURRENT_MODIFICATION", "conflict"],
    ["identitystore:CreateGroup", "UNIQUENESS_CONSTRAINT_VIOLATION", "conflict"],
  ])("judges a conflict of %s by its reason: %s is %s", (action, Reason, expected) => {
    const error = sdkError("ConflictException", { Reason });
    expect(toAwsError(action, error)).toMatchObject({ class: expected });
  });

  it.each([
    ["MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", "limit"],
    ["MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", "limit"],
    ["CLOSE_ACCOUNT_QUOTA_EXCEEDED", "limit"],
    ["ORGANIZATION_NOT_IN_ALL_FEATURES_MODE", "refused"],
  ] as const)("judges a constraint violation by its reason: %s is %s", (reason, expected) => {
    const error = new ConstraintViolationException({
      message: "no",
      $metadata: {},
      Reason: reason,
    });
    expect(toAwsError("organizations:AttachPolicy", error)).toMatchObject({
      class: expected,
      awsCode: `ConstraintViolationException (${reason})`,
    });
  });

  it.each(["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENOTFOUND"])(
    "calls %s transient",
    (code) => {
      const error = Object.assign(new Error(`connect ${code}`), { code });
      expect(toAwsError("sns:Publish", error)).toMatchObject({ class: "transient", awsCode: code });
    },
  );

  it("calls an unreadable answer transient, whatever its status", () => {
    const html = Object.assign(new SyntaxError("Unexpected token '<'"), {
      $metadata: { httpStatusCode: 200 },
    });
    const hint = "x\n  Deserialization error: to see the raw response, inspect the hidden field";
    expect(toAwsError("sns:Publish", html).class).toBe("transient");
    expect(toAwsError("sns:Publish", new TypeError(hint)).class).toBe("transient");
  });

  it.each([
    [429, "throttled"],
    [500, "transient"],
    [503, "transient"],
    [404, "refused"],
  ])("judges an unknown code by its HTTP status: %i is %s", (httpStatusCode, expected) => {
    const error = sdkError("Strange", { $metadata: { httpStatusCode } });
    expect(toAwsError("sns:Publish", error).class).toBe(expected);
  });

  it("does not try again what a local endpoint has not built, though it answers 501", () => {
    const error = sdkError("NotImplemented", { $metadata: { httpStatusCode: 501 } });
    expect(toAwsError("sns:Publish", error).class).toBe("refused");
  });

  it("says what failed, with AWS's own words and the cause", () => {
    const cause = new TooManyRequestsException({ message: "slow down", $metadata: {} });
    const error = toAwsError("organizations:ListRoots", cause);
    expect(error.message).toBe("organizations:ListRoots: TooManyRequestsException: slow down");
    expect(error.cause).toBe(cause);
  });

  it.each([undefined, null, "text", 7, {}, []])("survives %j being thrown", (thrown) => {
    expect(toAwsError("sns:Publish", thrown)).toMatchObject({
      class: "refused",
      awsCode: "UnknownError",
    });
  });

  it("returns an AwsError as it is", () => {
    const error = new AwsError("sns:Publish", "X", "gone", "y");
    expect(toAwsError("sqs:SendMessage", error)).toBe(error);
  });
});
