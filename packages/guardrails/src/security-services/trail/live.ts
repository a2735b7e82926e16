/** A trail as it is now: its settings, whether it logs, and what it records. */
import { AwsError, type Caller, type DeclaredTrail, type Observed } from "@holdfast/core";
import { unlessGone } from "../../accounts/places.ts";
import { trailArn } from "../keys.ts";
import { type Selectors, selectorsIn } from "./selectors.ts";

export type Live = {
  readonly kind: "trail";
  readonly bucket: string;
  readonly prefix: string | null;
  readonly key: string | null;
  readonly organization: boolean;
  readonly multiRegion: boolean;
  readonly globalEvents: boolean;
  readonly validation: boolean;
  readonly logging: boolean;
  readonly selectors: Selectors;
};

export type Reads =
  | "cloudtrail:GetEventSelectors"
  | "cloudtrail:GetTrail"
  | "cloudtrail:GetTrailStatus";

/** Three calls, in the trail's home Region. */
export async function observe(
  declared: DeclaredTrail,
  aws: Caller<Reads>,
): Promise<Observed<Live>> {
  const arn = trailArn(declared);
  const there = aws.at(declared);
  const live = await unlessGone(async (): Promise<Live> => {
    const { Trail: trail } = await there.call("cloudtrail:GetTrail", { Name: arn });
    const [status, selectors] = await Promise.all([
      there.call("cloudtrail:GetTrailStatus", { Name: arn }),
      there.call("cloudtrail:GetEventSelectors", { TrailName: arn }),
    ]);
    if (trail === undefined || status.IsLogging === undefined) {
      const message = "a trail without settings or status";
      throw new AwsError("cloudtrail:GetTrail", "IncompleteTrail", "refused", message);
    }
    return {
      kind: "trail",
      bucket: trail.S3BucketName ?? "",
      prefix: trail.S3KeyPrefix ?? null,
      key: trail.KmsKeyId ?? null,
      organization: trail.IsOrganizationTrail === true,
      multiRegion: trail.IsMultiRegionTrail === true,
      globalEvents: trail.IncludeGlobalServiceEvents === true,
      validation: trail.LogFileValidationEnabled === true,
      logging: status.IsLogging,
      selectors: selectorsIn(selectors),
    };
  });
  return live === undefined ? { kind: "absent" } : { kind: "present", live };
}
