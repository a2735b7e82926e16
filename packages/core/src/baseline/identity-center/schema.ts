/** The source format of what Identity Center must be like. */
import * as z from "zod";
import { secondsOf } from "./duration.ts";

/**
 * Managed policies of a permission set. Its roles have them all, and IAM lets a role have 10, or 20
 * where the account's quota was raised (IAM User Guide, "IAM and AWS STS quotas").
 */
export const MAX_POLICIES = 20;

/** AWS's own rule for names of permission sets; they can't be changed later. */
const setName = z
  .string()
  .regex(/^[\w+=,.@-]{1,32}$/, "must be 1 to 32 letters, digits or any of + = , . @ _ -")
  .refine((name) => !/^ps-[0-9a-f]{16}$/.test(name), "looks like the id of a permission set");

/** AWS takes nearly anything up to 1,024 characters. */
const principalName = z
  .string()
  .min(1, "must not be empty")
  .max(1024, "is longer than the 1,024 characters AWS allows");

/** Between one and twelve hours (SSO API: CreatePermissionSet). */
const sessionDuration = z.string().refine((text) => {
  const seconds = secondsOf(text);
  return seconds !== undefined && seconds >= 3_600 && seconds <= 43_200;
}, "must be an ISO 8601 duration of one to twelve hours, such as PT8H");

const text = z.string().trim().min(1, "must not be empty");
const file = z
  .string()
  .refine(
    (path) =>
      /^[^\\\p{C}]+$/u.test(path) && path.split("/").every((part) => !/^\.{0,2}$/.test(part)),
    "must be a path inside the baseline directory, such as policies/name.json",
  );

const awsManaged = z
  .string()
  .regex(
    /^(arn:aws:iam::aws:policy\/)?([\w+=,.@-]+\/)*[\w+=,.@-]+$/,
    "must be the name of an AWS managed policy, with its path if it has one, or its ARN",
  );

/** `"/path/name"`, or `"name"`. */
const customerManaged = z
  .string()
  .regex(
    /^(\/([\w+=,.@-]+\/)*)?[\w+=,.@-]+$/,
    "must be the name of a customer managed policy, with its path before it: /teams/name",
  );

const tags = z.record(
  z
    .string()
    .min(1, "must not be empty")
    .max(128, "is longer than the 128 characters AWS allows")
    .refine((key) => !/^aws:/i.test(key), "must not begin with aws:, which AWS keeps for itself"),
  z.string().max(256, "is longer than the 256 characters AWS allows"),
);

export const permissionSetSchema = z.strictObject({
  description: z
    .string()
    .max(700, "is longer than the 700 characters AWS allows")
    .regex(/^[\t\n\r -~\u00A1-\u00FF]*$/, "must consist of Latin-1 characters")
    .default(""),
  sessionDuration: sessionDuration
    .describe("How long a session may last: PT1H to PT12H")
    .default("PT1H"),
  relayState: z
    .string()
    .max(240, "is longer than the 240 characters AWS allows")
    .regex(
      /^[a-zA-Z0-9&$@#\\/%?=~\-_'"|!:,.;*+[\]\s(){}]+$/,
      "must be an address of characters that AWS takes",
    )
    .describe("Where a session in the console begins")
    .optional(),
  tags: tags.default({}),
  inlinePolicy: file.describe("File of its inline policy").optional(),
  managedPolicies: z
    .array(awsManaged)
    .max(MAX_POLICIES, `are more than the ${MAX_POLICIES} that AWS allows at most`)
    .describe("AWS managed policies, by name (with its path, such as job-function/Billing) or ARN")
    .default([]),
  customerManagedPolicies: z
    .array(customerManaged)
    .max(MAX_POLICIES, `are more than the ${MAX_POLICIES} that AWS allows at most`)
    .describe("Customer managed policies that every account has, as /path/name")
    .default([]),
  boundary: z
    .union([
      z.strictObject({ managedPolicy: awsManaged }),
      z.strictObject({ customerManagedPolicy: customerManaged }),
    ])
    .describe("The permissions boundary")
    .optional(),
});

/** An AWS managed policy, or a customer managed one with its path, be it only `/`. */
export const managedPolicyDocuments = z.record(
  z
    .string()
    .regex(
      /^(\/([\w+=,.@-]+\/)*[\w+=,.@-]+|(arn:aws:iam::aws:policy\/)?([\w+=,.@-]+\/)*[\w+=,.@-]+)$/,
      "must be the name of an AWS managed policy, or /path/name of a customer managed one",
    ),
  file,
);

const names = z.union([text.transform((one) => [one]), z.array(text).min(1, "must not be empty")]);
const where = names.describe(
  "Names of accounts, paths of units, or all for every member account; the management account only by its name",
);

export const assignmentSchema = z
  .strictObject({
    group: principalName.describe("Display name of a group").optional(),
    user: principalName.describe("User name of a user; groups are better").optional(),
    permissionSet: setName.describe("Name of a declared permission set"),
    accounts: where,
  })
  .refine(({ group, user }) => (group === undefined) !== (user === undefined), {
    message: "must name either a group or a user",
  });

export const groupSchema = z.strictObject({
  guarded: z.boolean().describe("Whether its members are exactly the listed ones").default(true),
  members: z.array(principalName).describe("User names").default([]),
});

export const duration = z
  .string()
  .refine((one) => (secondsOf(one) ?? 0) > 0, "must be an ISO 8601 duration such as PT4H");

export const justInTimeSchema = z
  .strictObject({
    permissionSet: text.describe("Name of a permission set; * stands for anything").optional(),
    principal: text.describe("Name of the user or group; * stands for anything").optional(),
    principalType: z.enum(["user", "group"]).default("user"),
    accounts: where.optional(),
    group: text.describe("Name of a guarded group; * stands for anything").optional(),
    maximumDuration: duration.describe("How long a grant may last, e.g. PT4H"),
    reason: text,
  })
  .refine(({ permissionSet, group }) => (permissionSet === undefined) !== (group === undefined), {
    message: "must name either a permission set or a group",
  })
  .refine(
    ({ permissionSet, accounts }) => (permissionSet === undefined) === (accounts === undefined),
    {
      message: "goes with a permission set: where it may be given",
      path: ["accounts"],
    },
  )
  .refine(({ group, principalType }) => group === undefined || principalType === "user", {
    message: "goes with a permission set: members of a group are users",
    path: ["principalType"],
  });

export const permissionSets = z.record(setName, permissionSetSchema);
export const groups = z.record(principalName, groupSchema);
