/** The services that watch, as they have to be: the trails of CloudTrail, and GuardDuty. */
import * as z from "zod";
import { byCodePoint, type Draft } from "./draft.ts";
import { accountNames, repeatProblems } from "./listed.ts";
import type { DeclaredTrail, GuardDutyFeature, SecurityServices } from "./model.ts";
import { region } from "./notation.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import { idOfAccount } from "./trust/principals.ts";

/** CloudTrail User Guide: 3 to 128 of these, beginning and ending with a letter or a digit. */
const trailName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$/, "must be the name of a trail");
const bucketName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be the name of a bucket");

const trail = z.strictObject({
  name: trailName,
  account: z.string().describe("Name of the account whose it is"),
  region: region.describe("Its home Region; the hub's, if left out").optional(),
  organization: z
    .boolean()
    .describe("Whether it records every account of the organization")
    .default(true),
  bucket: bucketName.describe("The S3 bucket that it writes to"),
  prefix: z.string().min(1).max(200).describe("What its objects' names begin with").optional(),
  key: z
    .string()
    .regex(/^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, "must be the ARN of a KMS key")
    .describe("The KMS key that it encrypts with, by ARN")
    .optional(),
});

const FEATURES = [
  "EBS_MALWARE_PROTECTION",
  "EKS_AUDIT_LOGS",
  "LAMBDA_NETWORK_LOGS",
  "RDS_LOGIN_EVENTS",
  "RUNTIME_MONITORING",
  "S3_DATA_EVENTS",
] as const satisfies readonly GuardDutyFeature[];

const names = z.array(z.string().min(1)).default([]);

const guardDuty = z.strictObject({
  administrator: z
    .string()
    .describe("Name of the account that administers GuardDuty for the organization"),
  features: z
    .array(z.enum(FEATURES))
    .describe("Protection plans that are on for it and for every member")
    .default([]),
  archiveFilters: names.describe("Names of the filters that may archive findings, complete"),
  trustedIpLists: names.describe("Names of the lists of addresses that may be trusted, complete"),
});

export const securityServicesSchema = z.strictObject({
  guardDuty: guardDuty
    .describe("GuardDuty in every Region of the baseline; left out, it is not guarded")
    .optional(),
  trails: z
    .array(trail)
    .describe(
      "Trails of CloudTrail that have to log: all management events of all Regions, with validation",
    )
    .default([]),
});

/** Accounts that are not declared or not what they have to be, and what is declared twice. */
export function securityServiceProblems(draft: Draft): Problem[] {
  return [...trailProblems(draft), ...guardDutyProblems(draft)];
}

function guardDutyProblems(draft: Draft): Problem[] {
  const { securityServices, organizationTrust: trust } = draft.source;
  const declared = securityServices?.guardDuty;
  if (declared === undefined) return [];
  const { administrator, features } = declared;
  const path = ["securityServices", "guardDuty"];
  const place = [...path, "administrator"];
  const known = accountNames(draft);
  const problem = (message: string, hint?: string) => [draft.file.problem(place, message, hint)];
  const services = trust?.delegatedAdministrators[administrator] ?? [];
  return [
    ...repeatProblems(draft, [...path, "features"], features),
    ...(known.includes(administrator)
      ? []
      : problem(`no account is named ${administrator}`, didYouMean(administrator, known))),
    ...(trust !== undefined && !services.includes("guardduty.amazonaws.com")
      ? problem(
          `${administrator} is no delegated administrator of guardduty.amazonaws.com`,
          "name it under organizationTrust.delegatedAdministrators",
        )
      : []),
  ];
}

function trailProblems(draft: Draft): Problem[] {
  const { trails = [] } = draft.source.securityServices ?? {};
  const known = accountNames(draft);
  const seen = new Set<string>();
  return trails.flatMap(({ name, account, organization }, index) => {
    const place = ["securityServices", "trails", index];
    const twice = seen.has(`${account}/${name}`);
    seen.add(`${account}/${name}`);
    const id = idOfAccount(draft, account);
    const elsewhere =
      organization && id !== undefined && id !== draft.source.organization.management;
    return [
      ...(twice ? [draft.file.problem([...place, "name"], `${name} is declared twice`)] : []),
      ...(id === undefined
        ? [
            draft.file.problem(
              [...place, "account"],
              `no account is named ${account}`,
              didYouMean(account, known),
            ),
          ]
        : []),
      ...(elsewhere
        ? [
            draft.file.problem(
              [...place, "account"],
              "an organization's trail belongs to the management account",
              "write organization: false, or name the management account",
            ),
          ]
        : []),
    ];
  });
}

/** In an order that leaves no trace of how they were written; undefined: none is declared. */
export function compileSecurityServices(draft: Draft): SecurityServices | undefined {
  const { securityServices, organization } = draft.source;
  if (securityServices === undefined) return undefined;
  const trails = securityServices.trails.map(
    ({ account, region: home = organization.hubRegion, prefix, key, ...rest }): DeclaredTrail => {
      const id = idOfAccount(draft, account);
      if (id === undefined) throw new TypeError(`${account} passed its check without an id`);
      return {
        ...rest,
        account: id,
        region: home,
        ...(prefix !== undefined && { prefix }),
        ...(key !== undefined && { key }),
      };
    },
  );
  const { guardDuty: declared } = securityServices;
  const administrator = declared && idOfAccount(draft, declared.administrator);
  return {
    ...(declared &&
      administrator !== undefined && {
        guardDuty: {
          administrator,
          features: declared.features.toSorted(byCodePoint),
          archiveFilters: declared.archiveFilters.toSorted(byCodePoint),
          trustedIpLists: declared.trustedIpLists.toSorted(byCodePoint),
        },
      }),
    trails: trails.toSorted(
      (a, b) => byCodePoint(a.account, b.account) || byCodePoint(a.name, b.name),
    ),
  };
}
