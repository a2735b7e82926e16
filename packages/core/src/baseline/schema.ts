/** The source format of `holdfast.yaml`: what may be written, before references are resolved. */
import * as z from "zod";
import { accountId, policyId } from "./ids.ts";

const MODES = ["off", "alert", "restrict", "revert"] as const;
const POLICY_TYPES = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] as const;

/** OUs nest five deep below the root (AWS quota), which is not counted. */
const MAX_UNIT_DEPTH = 5;

const mode = z.enum(MODES);
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be a Region such as us-east-1");
const text = z.string().trim().min(1, "must not be empty");

/** Names of the baseline's own: they appear in file names, keys and commands. */
const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, "must consist of letters, digits, dots, - and _");
const accountName = name.refine((value) => value !== "Root", "must not be the name of the root");
const policyName = name.refine(
  (value) => value !== "FullAWSAccess" && value !== "RCPFullAWSAccess",
  "is AWS's own and always attached: leave it out",
);

const unitPath = z
  .string()
  .regex(/^Root(\/[^/\p{C}\s]([^/\p{C}]{0,126}[^/\p{C}\s])?)*$/u, "must be Root or Root/<unit>/…")
  .refine(
    (path) => path.split("/").length <= MAX_UNIT_DEPTH + 1,
    "is nested deeper than the five levels that AWS allows",
  );

/** A file inside the baseline directory: no way up, no absolute path, one notation. */
const file = z
  .string()
  .refine(
    (path) =>
      /^[^\\\p{C}]+$/u.test(path) && path.split("/").every((part) => !/^\.{0,2}$/.test(part)),
    "must be a path inside the baseline directory, such as policies/name.json",
  );

const policyNames = z.array(policyName).default([]);

/** `"123456789012"` is short for `{ id: "123456789012" }`. */
const account = z.preprocess(
  (value) => (typeof value === "object" && value !== null ? value : { id: value }),
  z.strictObject({ id: accountId, policies: policyNames }),
);

const organization = z.strictObject({
  management: accountId,
  hubRegion: region,
  identityCenterRegion: region,
  regions: z.array(region).min(1, "must name at least one Region"),
});

const modes = z.strictObject({
  // Nothing is written to an organization before somebody asks for it.
  default: mode.default("alert"),
  guardrails: z.record(z.string(), mode).default({}),
  units: z.record(z.string(), z.record(z.string(), mode)).default({}),
});

const unit = z.strictObject({ accounts: z.array(accountName).default([]), policies: policyNames });

const policy = z.strictObject({
  type: z.enum(POLICY_TYPES).default("SERVICE_CONTROL_POLICY"),
  description: z.string().max(512, "is longer than the 512 characters AWS allows").default(""),
  file: file.optional(),
});

const exemption = z.strictObject({
  guardrail: text,
  key: text,
  reason: text,
  owner: text,
  ticket: text.optional(),
  expiresOn: z.iso.date({
    error: ({ input }) =>
      input === undefined ? undefined : "must be a day that exists, as YYYY-MM-DD",
  }),
});

export const baselineSchema = z.strictObject({
  version: z.literal(1),
  organization,
  modes: modes.prefault({}),
  accounts: z.record(accountName, account).default({}),
  units: z.record(unitPath, unit),
  policies: z.record(policyName, policy).default({}),
  leaveAlone: z.array(policyId).default([]),
  exemptions: z.array(exemption).default([]),
});

/** `holdfast.yaml` as it was written, with its defaults filled in. */
export type BaselineSource = z.infer<typeof baselineSchema>;
