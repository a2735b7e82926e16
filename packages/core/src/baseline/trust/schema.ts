/** The source format of `trust`, and of what the lock file pins of it. */
import * as z from "zod";

/** IAM API Reference, CreateRole: one name in an account, whatever its case and path. */
const roleName = z
  .string()
  .regex(/^[\w+=,.@-]{1,64}$/, "must be the name of a role, without its path");

const PRINCIPAL = new RegExp(
  [
    String.raw`^(role|user):[A-Za-z0-9][A-Za-z0-9._-]*/([\w+=,.@-]+/)*[\w+=,.@-]+$`,
    "^account:[A-Za-z0-9][A-Za-z0-9._-]*$",
    String.raw`^arn:aws:iam::\d{12}:(root|(role|user)/([\w+=,.@-]+/)*[\w+=,.@-]+)$`,
    String.raw`^arn:aws:iam::\d{12}:(oidc-provider/[\w./:-]+|saml-provider/[\w.-]+)$`,
  ].join("|"),
);

const principal = z
  .string()
  .regex(
    PRINCIPAL,
    "must be role:<account>/<name>, user:<account>/<name>, account:<account> or an ARN",
  );

const value = z.union([z.string(), z.array(z.string()).min(1)]);

const declaredTrustSchema = z.strictObject({
  role: roleName.describe("Name of the role that trusts"),
  account: z.string().describe("Name of the account that it is in"),
  principals: z
    .array(principal)
    .min(1, "must name at least one principal")
    .describe(
      "Everybody it trusts: role:<account>/<name>, user:<account>/<name>, account:<account>; whoever is outside the organization, and identity providers, by ARN",
    ),
  externalId: z
    .literal("required")
    .describe("Callers must give the external id that holdfast.lock.json has")
    .optional(),
  conditions: z
    .record(z.string(), z.record(z.string(), value))
    .describe("What else must hold of callers, as in a policy: operator -> key -> values")
    .optional(),
});

export const trustSchema = z.array(declaredTrustSchema);

export const roleId = z.string().regex(/^AROA[A-Z0-9]{12,28}$/, "must be a role's id (AROA…)");

const principalId = z
  .string()
  .regex(/^(AROA|AIDA)[A-Z0-9]{12,28}$/, "must be the id of a role (AROA…) or user (AIDA…)");

/** IAM User Guide: AWS does not treat it as a secret. */
const externalId = z.string().regex(/^[\w+=,.@:/-]{2,1224}$/, "must be an external id");

/** `<account>/<role>` -> the ids behind the names. */
export const trustLock = z.record(
  z.string(),
  z.strictObject({
    role: roleId,
    externalId: externalId.optional(),
    principals: z.record(z.string(), principalId).default({}),
  }),
);
