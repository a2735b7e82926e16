/** A trail as it is now: its settings, whether it logs, and what it records. */
import {
  AwsError,
  type Baseline,
  type Caller,
  type Observed,
  type ResourceKey,
  type SurveyContext,
  type Surveyed,
} from "@holdfast/core";
import { unlessGone } from "../accounts/places.ts";
import { declaredKeys, trailArn, trailOf } from "./keys.ts";
import { type Selectors, selectorsIn } from "./selectors.ts";

export type Live = {
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
  key: ResourceKey,
  aws: Caller<Reads>,
  baseline: Baseline,
): Promise<Observed<Live>> {
  const declared = trailOf(key, baseline);
  if (declared === undefined) return { kind: "absent" };
  const arn = trailArn(declared);
  const there = aws.at({ account: key.account, region: key.region });
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

/** Declared ones only: another trail takes nothing away. One that can't be read hides no other. */
export async function* survey(
  aws: Caller<Reads>,
  baseline: Baseline,
  context: SurveyContext,
): AsyncGenerator<Surveyed<Live>> {
  for (const key of declaredKeys(baseline)) {
    if (!context.isAbout(key.account)) continue;
    try {
      yield { key, observed: await observe(key, aws, baseline) };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      yield { key, observed: { kind: "unknown", error } };
    }
  }
}
