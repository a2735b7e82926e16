/** The ids of AWS Organizations, by the patterns of its API Reference. */
import * as z from "zod";

export const accountId = z.string().regex(/^\d{12}$/, "must be 12 digits");

export const organizationId = z
  .string()
  .regex(/^o-[a-z0-9]{10,32}$/, "must be an organization id (o-…)");

export const rootId = z.string().regex(/^r-[0-9a-z]{4,32}$/, "must be a root id (r-…)");

export const unitId = z
  .string()
  .regex(/^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/, "must be the id of an organizational unit (ou-…)");

/** A customer's policy; AWS's own can be neither declared nor changed. */
export const policyId = z
  .string()
  .regex(/^p-[0-9a-zA-Z_]{8,128}$/, "must be a policy id (p-…)")
  .refine(
    (id) => id !== "p-FullAWSAccess" && id !== "p-RCPFullAWSAccess",
    "is AWS's own policy and always attached: leave it out",
  );
