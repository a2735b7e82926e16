/** The ids of Identity Center, by the patterns of its API Reference, and the ARNs that are made of them. */
import * as z from "zod";

export const instanceId = z
  .string()
  .regex(/^(ssoins|sso)-[a-zA-Z0-9-.]{16}$/, "must be the id of an instance (ssoins-…)");

export const identityStoreId = z
  .string()
  .regex(
    /^(d-[0-9a-f]{10}|[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12})$/,
    "must be the id of an identity store (d-…)",
  );

export const permissionSetId = z
  .string()
  .regex(/^ps-[a-zA-Z0-9-./]{16}$/, "must be the id of a permission set (ps-…)");

/** Of a user or group; those of older directories have the directory's number before them. */
export const principalId = z
  .string()
  .regex(
    /^([0-9a-f]{10}-)?[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
    "must be the id of a user or group",
  );
