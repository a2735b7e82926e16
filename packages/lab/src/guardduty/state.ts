/** GuardDuty's detectors as an immutable value: part of the organization's state. */

export interface FilterState {
  readonly action: "NOOP" | "ARCHIVE";
  readonly description: string;
  readonly rank: number;
  /** As it was sent. */
  readonly criteria: unknown;
}

export interface IpSetState {
  readonly name: string;
  readonly format: string;
  readonly location: string;
  readonly active: boolean;
}

export type AutoEnable = "ALL" | "NEW" | "NONE";

/** One in an account and Region, at most. */
export interface Detector {
  readonly account: string;
  readonly region: string;
  readonly id: string;
  readonly enabled: boolean;
  /** Those that are on. */
  readonly features: readonly string[];
  readonly filters: ReadonlyMap<string, FilterState>;
  readonly ipSets: ReadonlyMap<string, IpSetState>;
  /** What the organization's members get; of an administrator's detector. */
  readonly members: AutoEnable;
  /** Feature -> which members get it; without entry: none. */
  readonly memberFeatures: ReadonlyMap<string, AutoEnable>;
}

/** By `detectorKey`. */
export type Detectors = ReadonlyMap<string, Detector>;

export function detectorKey({ account, region }: Pick<Detector, "account" | "region">): string {
  return `${account} ${region}`;
}

/** What a new detector has on by itself: everything but Runtime Monitoring (GuardDuty User Guide). */
export const USUAL_FEATURES: readonly string[] = [
  "EBS_MALWARE_PROTECTION",
  "EKS_AUDIT_LOGS",
  "LAMBDA_NETWORK_LOGS",
  "RDS_LOGIN_EVENTS",
  "S3_DATA_EVENTS",
];
