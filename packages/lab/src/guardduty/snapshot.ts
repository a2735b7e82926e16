/** Detectors as plain data, to be compared: by account and Region, as one that is made again has another id. */
import type { Detector, Detectors } from "./state.ts";

/** By `detectorId`; what is not there is left out. */
export type DetectorsSnapshot = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** `100000000002/detector/us-east-1` */
export function detectorId({ account, region }: Pick<Detector, "account" | "region">): string {
  return `${account}/detector/${region}`;
}

export function detectorsSnapshot(detectors: Detectors): DetectorsSnapshot {
  return Object.fromEntries([...detectors.values()].map((one) => [detectorId(one), parts(one)]));
}

function parts(detector: Detector): Record<string, string> {
  const { enabled, members, features, memberFeatures, filters, ipSets } = detector;
  return {
    enabled: String(enabled),
    members,
    ...prefixed(
      "features",
      features.map((name) => [name, "ENABLED"]),
    ),
    ...prefixed("memberFeatures", [...memberFeatures]),
    ...prefixed(
      "filters",
      [...filters].map(([name, { action }]) => [name, action]),
    ),
    ...prefixed(
      "ipSets",
      [...ipSets].map(([, { name, active }]) => [name, String(active)]),
    ),
  };
}

function prefixed(
  prefix: string,
  pairs: readonly (readonly [string, string])[],
): Record<string, string> {
  return Object.fromEntries(pairs.map(([name, value]) => [`${prefix}/${name}`, value]));
}
