/** The source format of `holdfast.yaml`: what may be written, before references are resolved. */
import * as z from "zod";
import { breakGlassSchema } from "./break-glass.ts";
import { iamUsersSchema } from "./iam-users.ts";
import {
  assignmentSchema,
  groups,
  justInTimeSchema,
  managedPolicyDocuments,
  permissionSets,
} from "./identity-center/schema.ts";
import { accountId, policyId } from "./ids.ts";
import {
  accountName,
  day,
  file,
  policyName,
  principal,
  region,
  text,
  unitPath,
} from "./notation.ts";
import { notificationsSchema } from "./notifications.ts";
import { organizationTrustSchema } from "./organization-trust.ts";
import { POLICY_TYPES } from "./policy-types.ts";
import { securityServicesSchema } from "./security-services.ts";
import { trustSchema } from "./trust/schema.ts";

const MODES = ["off", "alert", "restrict", "revert"] as const;

const mode = z
  .enum(MODES)
  .describe(
    "How far Holdfast goes: off, alert (tell people), restrict (only take access away), revert (put everything back)",
  );
const policyNames = z
  .array(policyName)
  .describe("Names of the policies attached here, beside AWS's own")
  .default([]);

/** `"123456789012"` is short for `{ id: "123456789012" }`. */
const account = z
  .preprocess(
    (value) => (typeof value === "object" && value !== null ? value : { id: value }),
    z.strictObject({ id: accountId, policies: policyNames }),
  )
  .meta({ description: "The account's id, or its id and policies", shorthandOf: "id" });

const organization = z.strictObject({
  management: accountId.describe("Id of the management account"),
  hubRegion: region.describe("Where Holdfast's bus, queues, functions, table and findings live"),
  identityCenterRegion: region.describe("The Region of IAM Identity Center"),
  regions: z
    .array(region)
    .min(1, "must name at least one Region")
    .describe("The Regions in use; contains the two above"),
});

const modes = z.strictObject({
  // Nothing is written to an organization before somebody asks for it.
  default: mode.default("alert"),
  guardrails: z.record(z.string(), mode).describe("Guardrail -> mode").default({}),
  units: z
    .record(z.string(), z.record(z.string(), mode))
    .describe("Unit -> guardrail -> mode; the nearest unit on the way up decides")
    .default({}),
});

/** Units and policies: AWS takes more in their names than paths and file names can have. */
const nameInAws = z
  .string()
  .min(1, "must not be empty")
  .max(128, "is longer than the 128 characters AWS allows")
  .describe("Its name in AWS, if that is not the one it has here")
  .optional();

const unit = z.strictObject({
  name: nameInAws,
  accounts: z.array(accountName).describe("Names of the accounts in this unit").default([]),
  policies: policyNames,
});

const policy = z.strictObject({
  name: nameInAws,
  type: z
    .enum(POLICY_TYPES)
    .describe(
      "What AWS Organizations calls the type; types other than control policies are guarded where a policy is declared",
    )
    .default("SERVICE_CONTROL_POLICY"),
  description: z.string().max(512, "is longer than the 512 characters AWS allows").default(""),
  file: file.describe("policies/<name>.json, if left out").optional(),
});

const exemption = z.strictObject({
  guardrail: text.describe("Id of the guardrail, e.g. scp-attachment"),
  key: text.describe("What it is about, as alerts name it: a unit, an account, a policy, …"),
  reason: text,
  owner: text,
  ticket: text.optional(),
  expiresOn: day.describe("The last day (UTC) on which it holds"),
});

const review = z.strictObject({
  guardrail: text.describe("Id of the guardrail that must not put it back"),
  key: text.describe("What it is about, as alerts name it: a unit, an account, a policy, …"),
  finding: text.describe("What looks odd, and why"),
  since: day.describe("The day (UTC) on which it was found"),
  decision: text
    .describe("What was decided: from then on it is guarded like everything else")
    .optional(),
});

const limits = z.strictObject({
  removalsPerHour: z
    .number()
    .int("must be a whole number")
    .min(0, "must not be negative")
    .describe("How many things a guardrail may remove in an hour of what no event explains"),
});

const links = z.strictObject({
  repository: z
    .string()
    .regex(/^https:\/\/[^\s?#]+[^\s?#/]$/, "must be an https:// address without a / at the end")
    .describe("Where the files of this repository are shown: runbooks are linked below it"),
});

const networkAccounts = z
  .array(accountName)
  .min(1, "must name at least one account, or be left out");

const finance = z.strictObject({
  accounts: z.array(accountName).describe("Accounts, all of whose principals may").default([]),
  principals: z
    .array(principal)
    .describe("Users and roles with their path who may, in every account")
    .default([]),
});

const accepted = z.strictObject({
  rule: text.describe("Id of the rule that warns, e.g. scp-on-account"),
  key: text.describe("What it warns about, as the warning names it"),
  reason: text.describe("Why it is meant to be so"),
});

export const baselineSchema = z.strictObject({
  version: z.literal(1),
  organization: organization.describe("The organization and where Holdfast lives in it"),
  modes: modes.describe("How far Holdfast goes, by guardrail and unit").prefault({}),
  accounts: z
    .record(accountName, account)
    .describe("Your name for an account -> its id")
    .default({}),
  units: z.record(unitPath, unit).describe("Root and the units below it, each with its full path"),
  policies: z
    .record(policyName, policy)
    .describe("What differs from the defaults: a service control policy in policies/<name>.json")
    .default({}),
  leaveAlone: z
    .array(policyId)
    .describe("Ids of policies that somebody else looks after, such as Control Tower's")
    .default([]),
  exemptions: z
    .array(exemption)
    .describe("Drift that is accepted for a time: it is shown, but not undone")
    .default([]),
  limits: limits
    .describe("What is done at most before people are asked; 10 removals an hour if left out")
    .optional(),
  breakGlass: breakGlassSchema
    .describe("Access for emergencies, which no policy may stand in the way of")
    .optional(),
  links: links.describe("Where alerts and findings lead to").optional(),
  organizationTrust: organizationTrustSchema
    .describe("Whom the organization trusts, complete; left out, it is not guarded")
    .optional(),
  permissionSets: permissionSets
    .describe("The permission sets of Identity Center, complete; left out, it is not guarded")
    .optional(),
  undeclaredPermissionSets: z
    .enum(["alert", "remove"])
    .describe("What is done about a permission set that is not declared")
    .default("alert"),
  assignments: z
    .array(assignmentSchema)
    .describe("Who has which permission set in which accounts, complete")
    .default([]),
  groups: groups.describe("Groups whose members are declared, by display name").default({}),
  justInTime: z
    .array(justInTimeSchema)
    .describe(
      "Access that a tool may give for a time: it is told, and removed when its time is over",
    )
    .default([]),
  managedPolicyDocuments: managedPolicyDocuments
    .describe(
      "Files with the documents of managed policies: AWS's by name, customers' as /path/name, taken to be alike in every account",
    )
    .default({}),
  securityServices: securityServicesSchema
    .describe("The services that watch, as they have to be; left out, they are not guarded")
    .optional(),
  iamUsers: iamUsersSchema
    .describe(
      "The IAM users that may exist beside those for emergencies, complete; left out, they are not guarded",
    )
    .optional(),
  trust: trustSchema
    .describe(
      "The roles that trust principals beyond their account, complete; left out, they are not guarded",
    )
    .optional(),
  operators: z
    .array(text)
    .describe(
      "Permission sets whose sessions in the management account may look into every account, by holdfast plan and scan",
    )
    .default([]),
  networkAccounts: networkAccounts
    .describe("The accounts that networks come from: a VPC made elsewhere is told")
    .optional(),
  finance: finance
    .describe("Who may change billing, payment and account data: anybody else's changes are told")
    .optional(),
  notifications: notificationsSchema
    .describe("Where people are told besides the alert topic")
    .prefault({}),
  review: z
    .array(review)
    .describe("What was found as it is and nobody has vouched for: told, but not put back")
    .default([]),
  accepted: z
    .array(accepted)
    .describe("Warnings of holdfast validate that are meant to be so: each is shown as a note")
    .default([]),
});

/** `holdfast.yaml` as it was written, with its defaults filled in. */
export type BaselineSource = z.infer<typeof baselineSchema>;
