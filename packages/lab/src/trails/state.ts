/** The trails of CloudTrail as an immutable value: part of the organization's state. */
import type { AdvancedEventSelector, EventSelector } from "@aws-sdk/client-cloudtrail";

export interface TrailState {
  /** Whose it is: an organization's is the management account's. */
  readonly account: string;
  /** In which alone it can be changed. */
  readonly homeRegion: string;
  readonly name: string;
  readonly bucket: string;
  readonly prefix: string | undefined;
  /** ARN of a KMS key. */
  readonly key: string | undefined;
  readonly organization: boolean;
  readonly multiRegion: boolean;
  readonly globalEvents: boolean;
  readonly validation: boolean;
  readonly logging: boolean;
  /** A trail has the one kind or the other. */
  readonly selectors:
    | { readonly basic: readonly EventSelector[] }
    | { readonly advanced: readonly AdvancedEventSelector[] };
}

/** By ARN. */
export type Trails = ReadonlyMap<string, TrailState>;

/** What every new trail records: all management events. */
export const ALL_MANAGEMENT_EVENTS: TrailState["selectors"] = {
  basic: [
    {
      ReadWriteType: "All",
      IncludeManagementEvents: true,
      DataResources: [],
      ExcludeManagementEventSources: [],
    },
  ],
};

export function trailArn({
  account,
  homeRegion,
  name,
}: Pick<TrailState, "account" | "homeRegion" | "name">): string {
  return `arn:aws:cloudtrail:${homeRegion}:${account}:trail/${name}`;
}
