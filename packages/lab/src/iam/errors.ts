/** The errors of IAM, worded as IAM words them. */
import { ServiceError } from "../service.ts";

export const noSuch = (what: string): ServiceError =>
  new ServiceError("NoSuchEntityException", `The ${what} cannot be found.`, {}, 404);

export const alreadyExists = (what: string): ServiceError =>
  new ServiceError("EntityAlreadyExistsException", `${what} already exists.`, {}, 409);

export const limitExceeded = (message: string): ServiceError =>
  new ServiceError("LimitExceededException", message, {}, 409);

export const deleteConflict = (what: string): ServiceError =>
  new ServiceError("DeleteConflictException", `Cannot delete entity, must ${what} first.`, {}, 409);

export const malformedPolicy = (message: string): ServiceError =>
  new ServiceError("MalformedPolicyDocumentException", message);

export const unmodifiable = (role: string): ServiceError =>
  new ServiceError(
    "UnmodifiableEntityException",
    `Cannot perform the operation on the protected role '${role}' - this role is only modifiable by AWS`,
  );

export const temporarilyUnmodifiable = (user: string): ServiceError =>
  new ServiceError(
    "EntityTemporarilyUnmodifiableException",
    `Login Profile for User ${user} cannot be modified while login profile is being created.`,
    {},
    409,
  );

export const invalid = (message: string): ServiceError =>
  new ServiceError("ValidationError", message);
