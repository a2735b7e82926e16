/** The errors of AWS Organizations, worded as AWS words them. */
import type { PolicyType } from "@aws-sdk/client-organizations";
import { ServiceError } from "../service.ts";

export function constraint(Reason: string, message: string): ServiceError {
  return new ServiceError("ConstraintViolationException", message, { Reason });
}

export function invalid(Reason: string, message: string): ServiceError {
  return new ServiceError("InvalidInputException", message, { Reason });
}

export const targetNotFound = (): ServiceError =>
  new ServiceError("TargetNotFoundException", "You specified a target that doesn't exist.");

export const policyNotFound = (): ServiceError =>
  new ServiceError("PolicyNotFoundException", "You specified a policy that doesn't exist.");

export const rootNotFound = (): ServiceError =>
  new ServiceError("RootNotFoundException", "You specified a root that doesn't exist.");

export const parentNotFound = (): ServiceError =>
  new ServiceError("ParentNotFoundException", "You specified a parent that doesn't exist.");

export const unitNotFound = (): ServiceError =>
  new ServiceError(
    "OrganizationalUnitNotFoundException",
    "You specified an organizational unit that doesn't exist.",
  );

export const accountNotFound = (): ServiceError =>
  new ServiceError(
    "AccountNotFoundException",
    "You specified an account that doesn't exist in the organization.",
  );

export const accountNotRegistered = (): ServiceError =>
  new ServiceError(
    "AccountNotRegisteredException",
    "The provided account is not a registered delegated administrator for your organization.",
  );

export const resourcePolicyNotFound = (): ServiceError =>
  new ServiceError(
    "ResourcePolicyNotFoundException",
    "We can't find a resource policy for your organization.",
  );

export const changesInProgress = (): ServiceError =>
  new ServiceError(
    "PolicyChangesInProgressException",
    "Changes to the effective policy are in progress, and its contents can't be returned. Try the operation again later.",
  );

// AWS names the type in its own way here: `ServiceControlPolicy`, not `SERVICE_CONTROL_POLICY`.
export function policyTypeNotEnabled(type: PolicyType): ServiceError {
  const name = type.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase());
  return new ServiceError(
    "PolicyTypeNotEnabledException",
    `This operation can be performed only for enabled policy types: ${name} is not enabled.`,
  );
}
