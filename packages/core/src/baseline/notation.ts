/** How things are written in `holdfast.yaml`: names, paths, Regions, days. */
import * as z from "zod";

/** OUs nest five deep below the root (AWS quota), which is not counted. */
const MAX_UNIT_DEPTH = 5;

export const region = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be a Region such as us-east-1");
export const text = z.string().trim().min(1, "must not be empty");

/** Names of the baseline's own: they appear in file names, keys and commands. */
const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, "must consist of letters, digits, dots, - and _");
export const accountName = name.refine(
  (value) => value !== "Root",
  "must not be the name of the root",
);
export const policyName = name.refine(
  (value) => value !== "FullAWSAccess" && value !== "RCPFullAWSAccess",
  "is AWS's own and always attached: leave it out",
);

export const unitPath = z
  .string()
  .regex(/^Root(\/[^/\p{C}\s]([^/\p{C}]{0,126}[^/\p{C}\s])?)*$/u, "must be Root or Root/<unit>/…")
  .refine(
    (path) => path.split("/").length <= MAX_UNIT_DEPTH + 1,
    "is nested deeper than the five levels that AWS allows",
  );

/** A file inside the baseline directory: no way up, no absolute path, one notation. */
export const file = z
  .string()
  .refine(
    (path) =>
      /^[^\\\p{C}]+$/u.test(path) && path.split("/").every((part) => !/^\.{0,2}$/.test(part)),
    "must be a path inside the baseline directory, such as policies/name.json",
  );

export const day = z.iso.date({
  error: ({ input }) =>
    input === undefined ? undefined : "must be a day that exists, as YYYY-MM-DD",
});

/** Relative to its account. */
export const principal = z
  .string()
  .regex(/^(user|role)\/[\w+=,.@/-]*[\w+=,.@-]$/, "must be user/<name> or role/<name>");
