/** The errors of Identity Center and its identity store. */
import { ServiceError } from "../service.ts";

export const notFound = (what: string): ServiceError =>
  new ServiceError("ResourceNotFoundException", `${what} was not found.`);

/** The identity store says what kind of thing it did not find. */
export const memberNotFound = (ResourceType: string, ResourceId: string): ServiceError =>
  new ServiceError("ResourceNotFoundException", `${ResourceType} not found.`, {
    ResourceType,
    ResourceId,
  });

export const storeNotFound = (id: string): ServiceError =>
  new ServiceError(
    "ResourceNotFoundException",
    `IdentityStore not present for IdentityStoreId: ${id}`,
    { ResourceType: "IDENTITY_STORE", ResourceId: id },
  );

export const invalid = (message: string): ServiceError =>
  new ServiceError("ValidationException", message);

export const conflict = (message: string): ServiceError =>
  new ServiceError("ConflictException", message);

export const quotaExceeded = (message: string): ServiceError =>
  new ServiceError("ServiceQuotaExceededException", message);

export const denied = (message: string): ServiceError =>
  new ServiceError("AccessDeniedException", message);
