/** What puts a trail right: first it logs again, then what it logs. */
import type { DeclaredTrail, Step } from "@holdfast/core";
import { trailArn } from "../keys.ts";
import { settings } from "./diff.ts";
import { furtherFor } from "./further.ts";
import type { Live } from "./live.ts";
import { recordsAll, withAllManagementEvents } from "./selectors.ts";

export type Writes =
  | "cloudtrail:CreateTrail"
  | "cloudtrail:PutEventSelectors"
  | "cloudtrail:StartLogging"
  | "cloudtrail:UpdateTrail";

/** To log gives and takes no access. */
const NEUTRAL = { effect: "neutral" } as const;

export function plan(want: DeclaredTrail, live: Live | undefined): readonly Step<Writes>[] {
  const { account, region, name } = want;
  const Name = trailArn(want);
  const at = { account, region, resources: [Name] };
  const further = furtherFor(want);
  const start: Step<Writes> = {
    action: "cloudtrail:StartLogging",
    input: { Name },
    reason: `have ${name} log`,
    at,
    ...NEUTRAL,
  };
  if (live === undefined) {
    return [
      {
        action: "cloudtrail:CreateTrail",
        // It is named by its name here; the ARN comes of it.
        input: { ...wantedSettings(want), Name: name },
        reason: `make the trail ${name} again, as it is declared`,
        at: { ...at, further },
        ...NEUTRAL,
      },
      { ...start, requires: [0] },
    ];
  }
  return [
    ...(live.logging ? [] : [start]),
    ...(recordsAll(live.selectors)
      ? []
      : [
          {
            action: "cloudtrail:PutEventSelectors" as const,
            input: { TrailName: Name, ...withAllManagementEvents(live.selectors) },
            reason: `have ${name} record all management events`,
            at,
            ...NEUTRAL,
          },
        ]),
    ...(settings(want, live).length === 0
      ? []
      : [
          {
            action: "cloudtrail:UpdateTrail" as const,
            input: {
              Name,
              ...wantedSettings(want),
              // Left out, they would stay.
              ...(want.prefix === undefined && live.prefix !== null && { S3KeyPrefix: "" }),
              ...(want.key === undefined && live.key !== null && { KmsKeyId: "" }),
            },
            reason: `give ${name} its declared settings`,
            at: { ...at, further },
            ...NEUTRAL,
          },
        ]),
  ];
}

function wantedSettings({ bucket, prefix, key, organization }: DeclaredTrail) {
  return {
    S3BucketName: bucket,
    ...(prefix !== undefined && { S3KeyPrefix: prefix }),
    ...(key !== undefined && { KmsKeyId: key }),
    IsMultiRegionTrail: true,
    IncludeGlobalServiceEvents: true,
    EnableLogFileValidation: true,
    IsOrganizationTrail: organization,
  };
}
